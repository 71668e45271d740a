import { pairName } from "../atoms/distances.ts"
import { symbolOf } from "../atoms/elements.ts"
import type { Structure } from "../atoms/structure.ts"
import { evaluateStructure } from "../potentials/evaluate-structure.ts"
import type { Potential } from "../potentials/potential.ts"

/** Dimers looked at between half the shortest distance and all of it. */
const POINTS = 101
/** Part of the shortest distance at which atoms must repel each other. */
const NEAREST = 0.5

/**
 * Pairs of elements whose atoms, closer than any in the data, attract each other: a sentence each. The energy of a dimer, with the
 * embedding of both atoms, is followed inward from the shortest distance d of the pair to d/2: past the well of the dimer, which may
 * lie there, it must only rise. `shortest` are distances by pair, such as `Al-Ti` [Å].
 */
export function shortRangeWarnings(
  potential: Potential,
  theta: Float64Array,
  shortest: Readonly<Record<string, number>>,
): readonly string[] {
  const elements = potential.elements.toSorted((a, b) => a - b)
  return elements.flatMap((a, k) =>
    elements.slice(k).flatMap((b) => {
      const pair = pairName([a, b])
      const distance = shortest[pair]
      if (distance === undefined || distance >= potential.cutoff) return []
      const distances = Array.from({ length: POINTS }, (_, i) => distance * (1 - ((1 - NEAREST) * i) / (POINTS - 1)))
      const energies = distances.map((r) => evaluateStructure(potential, theta, dimer(a, b, r)).energy)
      const collapse = collapseOf(energies)
      if (!collapse) return []
      const verb = energies[POINTS - 1] === energies[collapse.at] ? "does not repel" : "attracts"
      const behind = collapse.barrier > 0 ? ` (behind a barrier of ${collapse.barrier.toPrecision(2)} eV)` : ""
      const data = collapse.at === 0 ? "the shortest distance of the data" : `nearer than the ${distance.toFixed(2)} Å of the data`
      return [
        `${symbolOf(a)}–${symbolOf(b)} ${verb} below ${distances[collapse.at].toFixed(2)} Å${behind}, ${data}: molecular dynamics may collapse; add a zbl term or knots`,
      ]
    }),
  )
}

/** Where, going inward, repulsion ends, and how much energy it takes to get there from the first point; `undefined` where it lasts. */
function collapseOf(energies: readonly number[]): { readonly at: number; readonly barrier: number } | undefined {
  const last = energies.length - 1
  // An overflow is a wall; only what is no number at all repels nobody.
  const rises = (k: number): boolean => energies[k + 1] > energies[k] || energies[k] === Infinity
  for (let k = 0, repelled = false; k < last; k++) {
    if (rises(k)) repelled = true
    else if (repelled) return { at: k, barrier: energies[k] - energies[0] }
  }
  return rises(last - 1) ? undefined : { at: 0, barrier: 0 }
}

function dimer(a: number, b: number, distance: number): Structure {
  return { numbers: Int32Array.of(a, b), positions: Float64Array.of(0, 0, 0, distance, 0, 0), cell: null, pbc: [false, false, false] }
}
