import type { Structure } from "../../atoms/structure.ts"
import { magnitude } from "../../testing/potential/differences.ts"
import type { Expectation } from "../../testing/potential/laws.ts"
import { predict, type Prediction } from "../../testing/potential/prediction.ts"
import type { Bench } from "../bench.ts"
import type { Model } from "../model.ts"
import type { Sample } from "../sample.ts"
import type { Measurement } from "../measurement.ts"

/** What is allowed to sums of some hundred terms, three digits of which cancel; relative to the largest value of a kind. */
const ROUNDING = 1e-10
/** So many times the noise that is seen in a potential's own numbers. */
const NOISE = 100
/** Step of the differences that show noise [Å]: curvatures change energies by less than rounding. */
const TINY = 1e-8
const PROBES = 3

/** Rounding noise of a potential's numbers [eV, eV/Å]: what is left of second differences over a step at which nothing else is. */
export interface Noise {
  readonly energy: number
  readonly force: number
}

/** Noise of energy and forces of a structure, from `|y(x + δ) − 2y(x) + y(x − δ)|` along random directions. */
export function noiseOf({ potential, theta }: Model, structure: Structure, random: () => number): Noise {
  let [energy, force] = [0, 0]
  for (let probe = 0; probe < PROBES; probe++) {
    const step = structure.positions.map(() => TINY * (2 * random() - 1))
    const at = (sign: number): Structure => ({ ...structure, positions: structure.positions.map((x, k) => x + sign * step[k]) })
    const [below, here, above] = [-1, 0, 1].map((sign) => predict(potential, [at(sign)], theta)[0])
    energy = Math.max(energy, Math.abs(below.energy - 2 * here.energy + above.energy))
    here.forces.forEach((value, k) => (force = Math.max(force, Math.abs(below.forces[k] - 2 * value + above.forces[k]))))
  }
  return { energy, force }
}

/**
 * How far two predictions are apart: the largest difference of energies, atomic energies, forces or virials relative to the largest value
 * of its kind. The bound is `10⁻¹⁰ + 100 × noise`, relative too.
 */
export function agreement(
  { scales }: Bench,
  { name, structure }: Sample,
  noise: Noise,
  law: string,
  expectation: Expectation,
): Measurement {
  const { found, expected, changed } = expectation
  const size = expected.energies.length
  const energy = magnitude(expected.energies, scales.energy)
  const force = magnitude(expected.forces, scales.force)
  const kinds: readonly (readonly [what: string, entries: (one: Prediction) => ArrayLike<number>, scale: number])[] = [
    ["energy", (one) => [one.energy], size * energy],
    ["atomic energies", (one) => one.energies, energy],
    ["forces", (one) => one.forces, force],
    ["virial", (one) => one.virial, size * force * scales.length],
  ]
  let [value, what] = [0, "energy"]
  for (const [kind, entries, scale] of kinds) {
    const difference = largestDifference(entries(found), entries(expected)) / scale
    if (difference > value || Number.isNaN(difference)) [value, what] = [difference, kind]
    if (Number.isNaN(value)) break
  }
  return {
    value,
    bound: ROUNDING + NOISE * Math.max(noise.energy / energy, noise.force / force),
    where: `${what} of ${name}, ${law}`,
    structures: () => [structure, changed],
  }
}

function largestDifference(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  let largest = 0
  for (let k = 0; k < expected.length; k++) {
    const difference = Math.abs(found[k] - expected[k])
    if (!(difference <= largest)) largest = difference
    if (Number.isNaN(largest)) return largest
  }
  return largest
}
