import type { BoundFunction } from "../many-body/function-set.ts"

/**
 * A potential of pairs and of angles between bonds,
 *
 *     E = ½ Σ_i Σ_j φ_ab(r_ij) + Σ_i Σ_{j<k} ½ (u_abc + u_acb)(cos θ_jik) h_ab(r_ij) h_ac(r_ik),
 *
 * with a, b, c the elements of i, j, k.
 */
export interface AngularModel {
  /** Number of elements, n, and of parameters. */
  readonly elements: number
  readonly parameters: number
  readonly functions: readonly BoundFunction[]
  /** Function φ and h of a bond from element a to b, at `a × n + b`. */
  readonly pair: Int32Array
  readonly radial: Int32Array
  /** Function u, at `(a × n + b) × n + c`. */
  readonly angle: Int32Array
  /** Column of θ with the reach of a bond from a to b. */
  readonly cutoff: Int32Array
}
