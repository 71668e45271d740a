import { describe, expect, it } from "vitest"
import { boltzmann } from "../../units/constants.ts"
import { blockAverage } from "../averages/block-average.ts"
import { distribution, kineticDensity, likelihood } from "../fixtures/distributions.ts"
import { springEngine, springs } from "../fixtures/springs.ts"
import { kineticEnergy } from "../motion/kinetic.ts"
import { startMotion } from "../motion/motion.ts"
import { drawVelocities, freedomOf } from "../motion/velocities.ts"
import type { Integrator } from "./integrator.ts"
import { langevin, type ThermostatOptions } from "./langevin.ts"
import { noseHoover } from "./nose-hoover.ts"
import { velocityRescaling } from "./velocity-rescaling.ts"

/** With how many samples it takes: without chance, energy goes slowly from one oscillator to another. */
const thermostats: readonly (readonly [string, (options: ThermostatOptions) => Integrator, number])[] = [
  ["Langevin", langevin, 350],
  ["Nosé–Hoover chains", noseHoover, 1000],
  ["velocity rescaling", velocityRescaling, 350],
]
const timestep = 0.6

/** Kinetic and total energies, far enough apart in time to be independent, and the mean kinetic energy of each atom. */
function sample(integrator: Integrator, temperature: number, count: number) {
  const engine = springEngine()
  const motion = startMotion(springs, engine, 5)
  drawVelocities(motion, temperature)
  integrator.init(motion)
  const kinetic: number[] = []
  const total: number[] = []
  const ofAtoms = Array.from(motion.numbers, () => blockAverage())
  for (let k = -20; k < count; k++) {
    for (let step = 0; step < 70; step++) integrator.step(motion, engine)
    if (k < 0) continue
    kinetic.push(kineticEnergy(motion))
    total.push(kinetic[kinetic.length - 1] + motion.energy)
    ofAtoms.forEach((average, i) => {
      const one = { masses: motion.masses.subarray(i, i + 1), velocities: motion.velocities.subarray(3 * i, 3 * i + 3) }
      average.add(kineticEnergy(one))
    })
  }
  return { motion, kinetic, total, ofAtoms }
}

for (const [name, make, count] of thermostats) {
  describe(name, () => {
    const at = (temperature: number) => make({ timestep, temperature, damping: 15 })

    it("gives kinetic energies the distribution of Maxwell and Boltzmann, each atom its share", () => {
      const temperature = 420
      const kT = boltzmann * temperature
      const integrator = at(temperature)
      const { motion, kinetic, ofAtoms } = sample(integrator, temperature, count)
      const freedom = freedomOf(motion, integrator.keepsMomentum)
      expect(likelihood(kinetic, distribution(kineticDensity(freedom, kT), 0, 40 * kT))).toBeGreaterThan(0.02)
      const mass = motion.masses.reduce((sum, m) => sum + m, 0)
      ofAtoms.forEach((average, i) => {
        // Held momentum takes m/M of the share of an atom of mass m.
        const share = 1.5 * kT * (integrator.keepsMomentum ? 1 - motion.masses[i] / mass : 1)
        expect(Math.abs(average.mean - share)).toBeLessThan(4 * average.error!)
      })
    })

    it("weighs total energies by exp(−E/k_B T): the ratio of their densities at two temperatures", () => {
      const [cold, hot] = [310, 420]
      const [low, high] = [cold, hot].map((temperature) => sample(at(temperature), temperature, 400).total)
      const { slope, error } = logisticSlope(low, high)
      const expected = 1 / (boltzmann * cold) - 1 / (boltzmann * hot)
      expect(Math.abs(slope - expected)).toBeLessThan(3 * error)
      expect(error).toBeLessThan(0.2 * expected)
    })

    it("conserves what it says, better with shorter steps", () => {
      const spread = (dt: number): number => {
        const engine = springEngine()
        const motion = startMotion(springs, engine, 8)
        drawVelocities(motion, 400)
        const integrator = make({ timestep: dt, temperature: 400, damping: 20 })
        integrator.init(motion)
        const start = integrator.conserved(motion)
        let most = 0
        for (let k = 0; k < 400 / dt; k++) {
          integrator.step(motion, engine)
          most = Math.max(most, Math.abs(integrator.conserved(motion) - start))
        }
        return most
      }
      const [coarse, fine] = [spread(0.8), spread(0.2)]
      expect(coarse).toBeLessThan(0.02)
      expect(coarse / fine).toBeGreaterThan(6)
    })
  })
}

/**
 * β₁ − β₂ from energies at both temperatures: the slope of the most likely logistic curve for which of the two an energy came from.
 * P. T. Merz and M. R. Shirts, doi:10.1371/journal.pone.0202764.
 */
function logisticSlope(first: readonly number[], second: readonly number[]): { slope: number; error: number } {
  const all = [...first.map((x) => [x, 0] as const), ...second.map((x) => [x, 1] as const)]
  const centre = all.reduce((sum, [x]) => sum + x, 0) / all.length
  let [offset, slope, error] = [0, 0, 0]
  for (let round = 0; round < 30; round++) {
    let [g0, g1, h00, h01, h11] = [0, 0, 0, 0, 0]
    for (const [energy, label] of all) {
      const x = energy - centre
      const p = 1 / (1 + Math.exp(-offset - slope * x))
      const w = p * (1 - p)
      g0 += label - p
      g1 += (label - p) * x
      h00 += w
      h01 += w * x
      h11 += w * x * x
    }
    const determinant = h00 * h11 - h01 * h01
    offset += (h11 * g0 - h01 * g1) / determinant
    slope += (h00 * g1 - h01 * g0) / determinant
    error = Math.sqrt(h00 / determinant)
  }
  return { slope, error }
}
