import type { Graph } from "../../../graph/graph.ts"
import { kernels } from "../../../kernels/kernels.ts"
import type { BoundFunction } from "../function-set.ts"

/**
 * Energies of single atoms in their surroundings,
 *
 *     E_i = F_a(n_i),   n_i = w Σ_j ρ_ab(r_ij) + Σ_{j<k} ½ (g_abc + g_acb)(cos θ_jik) f_ab(r_ij) f_ac(r_ik),
 *
 * with a, b, c the elements of i, j, k. Without F, E_i = s n_i.
 */
export interface EmbeddedModel {
  /** Number of elements, n, and of parameters of the whole potential. */
  readonly elements: number
  readonly parameters: number
  readonly functions: readonly BoundFunction[]
  /** Function ρ of a bond from element a to b, at `a × n + b`. */
  readonly density?: Int32Array
  /** w; 1 unless given. */
  readonly share?: number
  readonly angular?: {
    /** Function f, as that of ρ. */
    readonly radial: Int32Array
    /** Function g, at `(a × n + b) × n + c`. */
    readonly angle: Int32Array
  }
  /** Function F, by element; or s. */
  readonly energy: Int32Array | number
  /** How far a bond from a to b reaches [Å], at `a × n + b`. */
  readonly reach: Float64Array
}

/** The potential's number of the element of successive atoms, −1 for one that it does not know. */
export function centreSpecies(graph: Graph, species: readonly number[], from: number, count: number): Int8Array {
  const numbers = new Int8Array(count)
  for (let i = 0; i < count; i++) numbers[i] = species[graph.species[from + i]]
  return numbers
}

/** Kinds of centres as points of F, in kernel memory; any for one of an unknown element, which has no surroundings. */
export function centreKinds(centred: Int8Array): Int32Array {
  const kinds = kernels().heap.i32(centred.length, "anything")
  for (let i = 0; i < centred.length; i++) kinds[i] = Math.max(0, centred[i])
  return kinds
}
