import type { Structure } from "../../atoms/structure.ts"
import { displaced, strained } from "../../testing/potential/deform.ts"
import { centralDifference, magnitude } from "../../testing/potential/differences.ts"
import { predict } from "../../testing/potential/prediction.ts"
import { componentName, voigtName } from "../../testing/potential/subject.ts"
import type { Bench } from "../bench.ts"
import type { Sample } from "../sample.ts"
import type { Measurement } from "../measurement.ts"
import { symmetricSamples } from "../surroundings/symmetric.ts"
import { noiseOf, type Noise } from "./agreement.ts"

/** Step of positions [Å] and strains. */
const STEP = 2e-4
/** Components of a large structure whose forces are compared. */
const COMPONENTS = { full: 12, quick: 4 } as const
/** Components of a structure so small that all are compared. */
const FEW = 9
/** What forces may be off from the slope of the energy, relative to the largest: what a table of a few thousand points gives. */
const SLACK = 1e-6
/** Differences of two steps that are farther apart than this, relative to the largest, cross a place where the energy is not smooth. */
const BELIEVED = 1e-3

/** `F = −∂E/∂R`, by central differences of the energy. */
export function forcesLaw(bench: Bench): Iterable<Measurement> {
  return believed(forceDifferences(bench))
}

function* forceDifferences(bench: Bench): Generator<Difference> {
  const { potential, theta, scales, random, effort } = bench
  for (const sample of [...bench.samples, ...symmetricSamples(bench)]) {
    const { structure, name } = sample
    const [{ forces }] = predict(potential, [structure], theta)
    const noise = noiseOf(bench, structure, random)
    const scale = magnitude(forces, scales.force)
    for (const k of chosen(forces.length, COMPONENTS[effort], random)) {
      const along = (shift: number): Structure => displaced(structure, k, shift)
      yield difference(bench, sample, along, noise, scale, -forces[k], `${componentName("force", k)} of ${name}`)
    }
  }
}

/** `W = −∂E/∂ε`, by central differences of the energy along six strains; the stress is −W/V. */
export function stressLaw(bench: Bench): Iterable<Measurement> {
  return believed(stressDifferences(bench))
}

function* stressDifferences(bench: Bench): Generator<Difference> {
  const { potential, theta, scales, random } = bench
  for (const sample of bench.samples) {
    const { structure, name } = sample
    const [{ virial, forces }] = predict(potential, [structure], theta)
    const noise = noiseOf(bench, structure, random)
    const scale = magnitude(virial, magnitude(forces, scales.force) * scales.length * Math.sqrt(structure.numbers.length))
    for (let v = 0; v < 6; v++) {
      const along = (strain: number): Structure => strained(structure, v, strain)
      yield difference(bench, sample, along, noise, scale, -virial[v], `virial ${voigtName(v)} of ${name}`)
    }
  }
}

/** A slope beside that of the energy, and how far the latter can be believed. */
interface Difference {
  readonly measurement: Measurement
  /** How far differences over several steps are apart, and what noise makes of them, relative to the largest slope. */
  readonly doubt: number
}

/**
 * Those that can be believed; a place where the energy is not smooth is another law's. Of none at all the least doubtful is told as what
 * fails: energies of which no slope can be taken have no forces.
 */
function* believed(differences: Iterable<Difference>): Generator<Measurement> {
  let [some, least] = [false, undefined as Difference | undefined]
  for (const one of differences) {
    if (one.doubt > BELIEVED) least = least && least.doubt <= one.doubt ? least : one
    else {
      some = true
      yield one.measurement
    }
  }
  if (some || !least) return
  const { measurement, doubt } = least
  yield { ...measurement, value: doubt, bound: BELIEVED, where: `energies too rough to take a slope of: ${measurement.where}` }
}

/**
 * A slope as the potential says it beside that of its energy: Richardson's `(8 (E(h) − E(−h)) − (E(2h) − E(−2h)))/12h`, at h, h/2
 * and h/4. The bound is `10⁻⁶ + (16 noise/h + 4 |D(h) − D(h/2)|)/scale`, the larger of the two differences.
 */
function difference(
  { potential, theta }: Bench,
  { structure }: Sample,
  along: (shift: number) => Structure,
  noise: Noise,
  scale: number,
  said: number,
  what: string,
): Difference {
  const energy = (shift: number): readonly number[] => [predict(potential, [along(shift)], theta)[0].energy]
  const [[coarse], [medium], [fine]] = [STEP, STEP / 2, STEP / 4].map((h) => centralDifference(energy, h))
  const apart = Math.max(Math.abs(coarse - medium), Math.abs(medium - fine)) / scale
  const uncertain = (4 * noise.energy) / ((STEP / 4) * scale)
  return {
    measurement: {
      value: Math.abs(fine - said) / scale,
      bound: SLACK + uncertain + 4 * apart,
      where: `${what}: ${(-said).toPrecision(7)}, by differences ${(-fine).toPrecision(7)}`,
      structures: () => [structure],
    },
    doubt: Math.max(apart, uncertain),
  }
}

/** Components whose differences are taken: all of a small structure, some of a large one. */
function chosen(count: number, most: number, random: () => number): readonly number[] {
  return count <= Math.max(most, FEW)
    ? Array.from({ length: count }, (_, k) => k)
    : Array.from({ length: most }, () => Math.floor(random() * count))
}
