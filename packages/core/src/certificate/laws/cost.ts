import type { Structure } from "../../atoms/structure.ts"
import { supercell } from "../../atoms/transform.ts"
import { doubled } from "../../testing/potential/deform.ts"
import { predict } from "../../testing/potential/prediction.ts"
import type { Bench } from "../bench.ts"
import type { Measurement } from "../measurement.ts"

/** Atoms of the smaller structure, at least. */
const ATOMS = 100
const REPEATS = 3
/** Times an atom of the larger structure may take what one of the smaller takes: caches, not sums over all pairs (8). */
const BOUND = 3

/** Eight times the atoms take eight times the time: that of an atom stays. */
export function* costLaw({ potential, theta, samples, clock }: Bench): Generator<Measurement> {
  const crystal = samples.find(({ structure }) => structure.pbc.every(Boolean) && structure.numbers.length <= 8 * ATOMS)
  if (!crystal) return
  const copies = Math.ceil(Math.cbrt(ATOMS / crystal.structure.numbers.length))
  const small = supercell(crystal.structure, [copies, copies, copies])
  const large = doubled(small)
  const time = (structure: Structure): number => {
    let least = Infinity
    for (let k = 0; k < REPEATS; k++) {
      const began = clock()
      predict(potential, [structure], theta)
      least = Math.min(least, clock() - began)
    }
    return Math.max(least, 1e-3) / structure.numbers.length
  }
  // Compiled and warm before it is timed.
  predict(potential, [small], theta)
  yield {
    value: time(large) / time(small),
    bound: BOUND,
    where: `time per atom of ${large.numbers.length} atoms against ${small.numbers.length}, ${crystal.name} repeated`,
    structures: () => [small, large],
  }
}
