import type { Structure } from "../../atoms/structure.ts"
import { supercell } from "../../atoms/transform.ts"
import { doubled } from "../../testing/potential/deform.ts"
import { predict } from "../../testing/potential/prediction.ts"
import type { Bench } from "../bench.ts"
import type { Measurement } from "../measurement.ts"

/** Atoms of the smaller structure, at least. */
const ATOMS = 100
const REPEATS = { full: 5, quick: 3 } as const
/** What an atom of the larger structure may take of the time of one of the smaller: half of what sums over all pairs would. */
const BOUND = 4

/** Eight times the atoms take eight times the time: that of an atom stays. */
export function* costLaw({ potential, theta, samples, clock, effort }: Bench): Generator<Measurement> {
  const crystal = samples.find(({ structure }) => structure.pbc.every(Boolean) && structure.numbers.length <= 8 * ATOMS)
  if (!crystal) return
  const copies = Math.ceil(Math.cbrt(ATOMS / crystal.structure.numbers.length))
  const small = supercell(crystal.structure, [copies, copies, copies])
  const large = doubled(small)
  const least = new Map([small, large].map((structure) => [structure, Infinity]))
  // Compiled and warm before it is timed; then in turn, so that a busy machine hits both.
  predict(potential, [small], theta)
  for (let k = 0; k < REPEATS[effort]; k++) {
    for (const [structure, before] of least) {
      const began = clock()
      predict(potential, [structure], theta)
      least.set(structure, Math.min(before, clock() - began))
    }
  }
  const time = (structure: Structure): number => Math.max(least.get(structure) ?? 0, 1e-3) / structure.numbers.length
  yield {
    value: time(large) / time(small),
    bound: BOUND,
    where: `time per atom of ${large.numbers.length} atoms against ${small.numbers.length}, ${crystal.name} repeated`,
    structures: () => [small, large],
  }
}
