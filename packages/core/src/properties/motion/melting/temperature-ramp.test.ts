import { expect, it } from "vitest"
import { fcc } from "../../../atoms/prototypes.ts"
import { supercell } from "../../../atoms/transform.ts"
import { startMotion } from "../../../dynamics/motion/motion.ts"
import { drawVelocities } from "../../../dynamics/motion/velocities.ts"
import { boltzmann } from "../../../units/constants.ts"
import { lennardJones, result } from "../fixtures/lennard-jones.ts"
import { temperatureRamp } from "./temperature-ramp.ts"

it("a crystal that is heated expands, and takes up energy with nearly 3 k_B an atom", () => {
  const engine = lennardJones()
  const motion = startMotion(supercell(fcc("Ar", 5.25), [3, 3, 3]), engine, 1)
  drawVelocities(motion, 20)
  const options = { timestep: 5, damping: 200, pressure: 0, pressureDamping: 1500, coupling: "isotropic", compressibility: 60 } as const
  const rows = result(temperatureRamp(motion, engine, { ...options, from: 10, to: 40, steps: 3600, rows: 4 }))
  engine.release()
  expect(rows.map(({ bath }) => bath)).toEqual([10, 20, 30, 40])
  const [, second, , last] = rows
  const heat = (last.energy - second.energy) / (last.temperature - second.temperature) / boltzmann
  expect(heat).toBeGreaterThan(2.6)
  expect(heat).toBeLessThan(3.6)
  expect(last.volume / second.volume).toBeGreaterThan(1.008)
  expect(() => result(temperatureRamp(motion, engine, { ...options, from: 1, to: 2, steps: 3, rows: 4 }))).toThrow(/no ramp/)
})
