import type { Structure } from "../../atoms/structure.ts"
import { repetition, separation } from "../../testing/potential/laws.ts"
import type { Bench } from "../bench.ts"
import type { Measurement } from "../measurement.ts"
import { agreement, noiseOf } from "./agreement.ts"

/** Atoms of a structure that is repeated, at most: the supercell has eight times as many. */
const MOST_ATOMS = 250
/** Gap between clusters that are joined, in cutoffs: what leaks just beyond the cutoff is another law's. */
const FAR = 25

/** A supercell is the sum of its cells, and distant clusters are the sum of themselves, where no force reaches beyond the cutoff. */
export function* extensivityLaw(bench: Bench): Generator<Measurement> {
  const { samples, potential, random } = bench
  for (const sample of samples) {
    const { structure } = sample
    if (structure.numbers.length > MOST_ATOMS) continue
    const noise = noiseOf(bench, structure, random)
    if (repeats(structure)) yield agreement(bench, sample, noise, "repeated", repetition(bench, structure))
    else if (potential.unbounded === undefined) {
      yield agreement(bench, sample, noise, "beside itself and far away", separation(bench, structure, FAR * potential.cutoff))
    }
  }
}

function repeats({ cell, pbc }: Structure): boolean {
  return cell !== null && pbc.some(Boolean)
}
