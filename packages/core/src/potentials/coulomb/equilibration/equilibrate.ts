import type { Graph } from "../../../graph/graph.ts"
import { COULOMB } from "../coulomb-constant.ts"
import { valuesOfAtoms } from "../charges-of-structure.ts"
import { couplingMatrix } from "../ewald/coupling-matrix.ts"
import { addCoupling } from "../sums/add-coupling.ts"
import { type Balance, balance } from "./balance.ts"
import { spreadCharges } from "./spread-charges.ts"

/** The charges of one structure, and what they follow from. */
export interface Equilibrium {
  /** [e], of all atoms of the structure; 0 of elements that are not known. */
  readonly q: Float64Array
  /** χ, J and σ of each atom, 0, 0 and 1 of elements that are not known, `[n]`. */
  readonly chi: Float64Array
  readonly hardness: Float64Array
  readonly widths: Float64Array
  /** How the charges answer a change b of their gradient, `[n]` to `[n]`. */
  respond(b: Float64Array): Float64Array
}

/** Finds the charges of structure s; θ holds χ, J and σ of the elements one after the other. */
export function equilibrate(
  graph: Graph,
  s: number,
  numbers: readonly number[],
  theta: Float64Array,
  { accuracy, cutoff }: { readonly accuracy: number; readonly cutoff: number },
): Equilibrium {
  const count = theta.length / 3
  const [chi, hardness, widths] = [0, 1, 2].map((k) => valuesOfAtoms(graph, s, numbers, theta.subarray(k * count, (k + 1) * count)))
  const n = chi.length
  const first = graph.structures[s]
  const known = Array.from(chi.keys()).filter((i) => numbers[graph.species[first + i]] >= 0)
  const none = Array.from(chi.keys()).filter((i) => numbers[graph.species[first + i]] < 0)
  for (const i of none) widths[i] = 1
  const M = couplingMatrix(graph, s, accuracy, cutoff)
  addCoupling(graph, s, cutoff, spreadCharges(widths), M)
  for (let i = 0; i < n; i++) M[i * n + i] += hardness[i] + COULOMB / (widths[i] * Math.sqrt(Math.PI))
  const m = known.length
  const A = Float64Array.from({ length: m * m }, (_, k) => M[known[Math.floor(k / m)] * n + known[k % m]])
  const gather = (values: Float64Array): Float64Array => Float64Array.from(known, (i) => values[i])
  const scatter = (values: Float64Array): Float64Array => {
    const all = new Float64Array(n)
    known.forEach((i, k) => (all[i] = values[k]))
    return all
  }
  const solved: Balance | undefined = m > 0 ? balance(A, gather(chi), s) : undefined
  return {
    ...{ chi, hardness, widths },
    q: scatter(solved?.charges ?? new Float64Array(0)),
    respond: (b) => scatter(solved?.respond(gather(b)) ?? new Float64Array(0)),
  }
}
