import { expect, it } from "vitest"
import { springEngine, springs } from "../fixtures/springs.ts"
import { kineticEnergy, temperatureOf } from "../motion/kinetic.ts"
import { startMotion } from "../motion/motion.ts"
import { drawVelocities, freedomOf } from "../motion/velocities.ts"
import { velocityVerlet } from "./velocity-verlet.ts"

const begin = () => {
  const engine = springEngine()
  const motion = startMotion(springs, engine, 3)
  drawVelocities(motion, 500)
  return { engine, motion }
}

it("begins exactly at the temperature and without momentum", () => {
  const { motion } = begin()
  expect(temperatureOf(kineticEnergy(motion), freedomOf(motion, true))).toBeCloseTo(500, 9)
  for (let c = 0; c < 3; c++) {
    expect(motion.masses.reduce((sum, m, i) => sum + m * motion.velocities[3 * i + c], 0)).toBeCloseTo(0, 12)
  }
  expect(() => drawVelocities(motion, -1)).toThrow(/no temperature/)
})

it("goes back the way it came", () => {
  const { engine, motion } = begin()
  const { step } = velocityVerlet(0.5)
  for (let k = 0; k < 300; k++) step(motion, engine)
  motion.velocities.forEach((v, k) => (motion.velocities[k] = -v))
  for (let k = 0; k < 300; k++) step(motion, engine)
  motion.positions.forEach((x, k) => expect(x).toBeCloseTo(springs.positions[k], 7))
})

it("errs in the energy by dt²", () => {
  const spread = (timestep: number): number => {
    const { engine, motion } = begin()
    const nve = velocityVerlet(timestep)
    const energies: number[] = []
    for (let k = 0; k < 60 / timestep; k++) {
      nve.step(motion, engine)
      energies.push(nve.conserved(motion))
    }
    const mean = energies.reduce((sum, e) => sum + e, 0) / energies.length
    return Math.sqrt(energies.reduce((sum, e) => sum + (e - mean) ** 2, 0) / energies.length)
  }
  const ratio = spread(0.2) / spread(0.1)
  expect(ratio).toBeGreaterThan(3.6)
  expect(ratio).toBeLessThan(4.4)
  expect(() => velocityVerlet(0)).toThrow(/a step of 0 fs/)
})
