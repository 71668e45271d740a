import { expect, it } from "vitest"
import type { Structure } from "../../atoms/structure.ts"
import { parameterValues } from "../../potentials/parameters.ts"
import { createPotential } from "../../potentials/registry.ts"
import { seedRandom } from "../../random/random.ts"
import { boltzmann, kineticUnit } from "../../units/constants.ts"
import { springEngine, springs } from "../fixtures/springs.ts"
import type { ForceEngine } from "../force-engine/force-engine.ts"
import { potentialEngine } from "../force-engine/potential-engine.ts"
import { startMotion } from "../motion/motion.ts"
import { fastestVibration } from "./fastest-vibration.ts"
import { recommendStep } from "./recommend-step.ts"

const [D, alpha, r0] = [4.7, 1.9, 1.13]
const engine: ForceEngine = (() => {
  const morse = { form: "morse", parameters: { D, alpha, r0 } }
  const potential = createPotential({ kind: "pair", elements: ["C", "O"], cutoff: 6, pairs: { "*-*": morse } })
  return potentialEngine(potential, parameterValues(potential.parameters))
})()
const molecule: Structure = {
  numbers: Int32Array.of(6, 8),
  positions: Float64Array.of(0, 0, 0, 0.4 * r0, -0.3 * r0, Math.sqrt(0.75) * r0),
  cell: null,
  pbc: [false, false, false],
}

it("finds the vibration of a molecule", () => {
  const found = fastestVibration(startMotion(molecule, engine, 1), engine, seedRandom(3))
  const mass = ((12.011 * 15.999) / (12.011 + 15.999)) * kineticUnit
  expect(found / Math.sqrt((2 * D * alpha ** 2) / mass)).toBeCloseTo(1, 2)
})

it("finds the fastest of many, and none where nothing holds the atoms", () => {
  // Springs of each atom to all others, alike for all: the lightest atom is the fastest.
  const fastest = (masses: number): number => {
    const own = springEngine()
    const motion = startMotion({ ...springs, numbers: springs.numbers.map((number) => (number === 1 ? masses : number)) }, own, 1)
    return fastestVibration(motion, own, seedRandom(5))
  }
  expect(fastest(1) / fastest(2)).toBeCloseTo(Math.sqrt(4.0026 / 1.008), 1)
  const apart = { ...molecule, positions: molecule.positions.map((x) => 20 * x) }
  expect(fastestVibration(startMotion(apart, engine, 1), engine, seedRandom(3))).toBe(0)
})

it("takes a hundredth of the period, shorter where atoms are hot", () => {
  const cold = recommendStep(molecule, engine, 1)
  expect(cold.timestep).toBeGreaterThan(cold.period / 100 - 0.01)
  expect(cold.timestep).toBeLessThanOrEqual(cold.period / 100)
  expect(recommendStep(molecule, engine, 4000).period).toBeLessThan(0.97 * cold.period)
})

it("does not carry fast atoms too far, and is no longer than any motion bears", () => {
  const apart = { ...molecule, positions: molecule.positions.map((x) => 20 * x) }
  const mass = 12.011 * kineticUnit
  const hot = recommendStep(apart, engine, 30_000)
  expect(hot.reason).toBe("speed")
  expect(hot.timestep / (0.1 / (4 * Math.sqrt((boltzmann * 30_000) / mass)))).toBeCloseTo(1, 1)
  expect(recommendStep(apart, engine, 0)).toMatchObject({ timestep: 10, reason: "limit" })
})
