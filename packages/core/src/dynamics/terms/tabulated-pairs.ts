import { Failure } from "../../failure/failure.ts"
import { kernels } from "../../kernels/kernels.ts"
import { centresOf, type ForceTerm, type Share } from "../force-engine/force-term.ts"
import { Room } from "../neighbour-list/room.ts"
import { cubicRows, type UniformTable } from "../tables/uniform-table.ts"

/** Energy φ(r) [eV] of the pairs of species a and b as a table; nothing beyond its cutoff [Å]. */
export interface TabulatedPair {
  readonly species: readonly [number, number]
  readonly cutoff: number
  readonly energy: UniformTable
}

/**
 * Pair energies from cubic splines: E = Σ_{i<j} φ(r_ij).
 *
 * @throws Failure for a table that ends before its cutoff
 */
export function tabulatedPairs(pairs: readonly TabulatedPair[]): ForceTerm {
  const room = new Room()
  const ordered = pairs.flatMap(({ species: [a, b], cutoff, energy }, k) => {
    const { step, values } = energy
    if (step * (values.length - 1) < cutoff * (1 - 1e-9)) {
      throw new Failure(`a pair table ends at ${step * (values.length - 1)} Å, before its cutoff of ${cutoff} Å`)
    }
    const cubic = cubicRows(energy)
    const rows = room.f64(`rows ${k}`, cubic.length)
    rows.set(cubic)
    const numbers = [cutoff ** 2, 1 / step, values.length - 2, rows.byteOffset]
    return a === b
      ? [{ a, b, numbers }]
      : [
          { a, b, numbers },
          { a: b, b: a, numbers },
        ]
  })
  const add = ({ built, f }: Share): number => {
    const { kinds, offsets, list, x } = built
    const arrays = [offsets, list, x, f].map((array) => array.byteOffset)
    return ordered.reduce(
      (sum, { a, b, numbers }) => sum + kernels().exports["addTabulatedForces"]!(...centresOf(built, a), kinds, b, ...arrays, ...numbers),
      0,
    )
  }
  return Object.freeze({ cutoff: Math.max(0, ...pairs.map((pair) => pair.cutoff)), stages: [add], release: () => room.release() })
}
