import { Failure } from "../../../failure/failure.ts"
import { COULOMB } from "../coulomb-constant.ts"
import { screened } from "../screening/screened.ts"
import type { ChargeResponse } from "../sums/charge-response.ts"
import type { ChargeSum } from "../sums/charge-sum.ts"
import { addSelf, addShortRange } from "../sums/short-range.ts"
import { addAllPairs } from "./all-pairs.ts"
import { addReciprocal } from "./reciprocal.ts"
import { splitting } from "./splitting.ts"

/**
 * All of the electrostatic energy: of crystals by P. P. Ewald's sums (Ann. Phys. 369, 253 (1921), doi:10.1002/andp.19213690304), with a
 * conductor around the crystal and, where charges do not add up to zero, a uniform background that neutralises them; of what does not
 * repeat, by summing over all pairs.
 *
 * @param accuracy of forces, see `splitting`
 * @param cutoff of the sum in real space [Å]; costs differ, results do not
 */
export function ewald(accuracy: number, cutoff: number): ChargeSum {
  const split = splitting(accuracy, cutoff)
  const interaction = screened(split.alpha)
  const self = -(COULOMB * split.alpha) / Math.sqrt(Math.PI)
  return {
    cutoff,
    add(graph, s, q, responses) {
      const [first, last] = [graph.structures[s], graph.structures[s + 1]]
      const positions = graph.positions.subarray(3 * first, 3 * last)
      if (graph.periodic[s] === 0) return addAllPairs(positions, q, responses)
      if (graph.periodic[s] !== 7) throw partlyPeriodic(graph.periodic[s], s)
      const volume = graph.volumes[s]
      addShortRange(graph, s, cutoff, interaction, q, responses)
      addReciprocal(positions, graph.cells.subarray(9 * s, 9 * s + 9), volume, split, q, responses)
      addSelf(self, q, responses)
      addBackground((-COULOMB * Math.PI) / (2 * volume * split.alpha ** 2), q, responses)
    },
  }
}

/** Adds E = c (Σq)², with c ∝ 1/V: the part of the background that real space does not see. */
function addBackground(c: number, q: Float64Array, responses: readonly ChargeResponse[]): void {
  const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0)
  const netQ = sum(q)
  for (const { p, energies, virial } of responses) {
    const netP = sum(p)
    for (let i = 0; i < q.length; i++) energies[i] += 0.5 * c * (p[i] * netQ + q[i] * netP)
    for (let d = 0; d < 3; d++) virial[d] += c * netP * netQ
  }
}

function partlyPeriodic(bits: number, s: number): Failure {
  const directions = [1, 2, 4].filter((bit) => bits & bit).length
  return new Failure(`structure ${s} (counted from 0) repeats in ${directions} of three directions, where Ewald sums do not apply`, {
    advice: "use method: dsf, or give it a cell with vacuum that repeats in all three",
  })
}
