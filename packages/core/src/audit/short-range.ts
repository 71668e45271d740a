import { pairName } from "../atoms/distances.ts"
import { symbolOf } from "../atoms/elements.ts"
import { repulsionOf } from "../certificate/scans/repulsion.ts"
import type { Potential } from "../potentials/potential.ts"

/**
 * Pairs of elements whose atoms, closer than any in the data, attract each other: a sentence each. The energy of a dimer is followed
 * inward from the shortest distance of the pair (`repulsionOf`). `shortest` are distances by pair, such as `Al-Ti` [Å].
 */
export function shortRangeWarnings(
  potential: Potential,
  theta: Float64Array,
  shortest: Readonly<Record<string, number>>,
): readonly string[] {
  const elements = potential.elements.toSorted((a, b) => a - b)
  return elements.flatMap((a, k) =>
    elements.slice(k).flatMap((b) => {
      const distance = shortest[pairName([a, b])]
      if (distance === undefined || distance >= potential.cutoff) return []
      const { end } = repulsionOf({ potential, theta }, a, b, distance)
      if (!end) return []
      const verb = end.fall > 0 || Number.isNaN(end.fall) ? "attracts" : "does not repel"
      const behind = end.barrier > 0 ? ` (behind a barrier of ${end.barrier.toPrecision(2)} eV)` : ""
      const data = end.distance === distance ? "the shortest distance of the data" : `nearer than the ${distance.toFixed(2)} Å of the data`
      return [
        `${symbolOf(a)}–${symbolOf(b)} ${verb} below ${end.distance.toFixed(2)} Å${behind}, ${data}: molecular dynamics may collapse; add a zbl term or knots`,
      ]
    }),
  )
}
