import type { BoundFunction } from "../function-set.ts"

/**
 * Energies of single atoms in their surroundings,
 *
 *     E_i = F_a(n_i),   n_i = Σ_j ρ_ab(r_ij) + Σ_{j<k} ½ (g_abc + g_acb)(cos θ_jik) f_ab(r_ij) f_ac(r_ik),
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

/** Function F of each centre; any of them for one of an unknown element, which has no surroundings. */
export function centreNumbers(energy: Int32Array, species: Int8Array): Int32Array {
  return Int32Array.from(species, (a) => energy[Math.max(0, a)])
}
