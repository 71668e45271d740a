import type { BoundFunction } from "../many-body/function-set.ts"

/**
 * A potential whose pair and angular energies depend on the coordination of the centre,
 *
 *     E = Σ_i { Σ_j [P(r_ij) − S(r_ij) w(Z_i)] + Σ_{j<k} ½ Σ_{both orders} h(r_ij) h(r_ik) H(y) },
 *     Z_i = Σ_j f(r_ij),   y = Q(Z_i) (cos θ_jik + τ(Z_i))².
 */
export interface CoordinationModel {
  /** Number of elements, n, and of parameters. */
  readonly elements: number
  readonly parameters: number
  readonly functions: readonly BoundFunction[]
  /** Functions P, S, w, h, f of a bond from element a to b, at `a × n + b`. */
  readonly repulsion: Int32Array
  readonly attraction: Int32Array
  readonly weakening: Int32Array
  readonly decay: Int32Array
  readonly coordination: Int32Array
  /** Functions H, Q, τ of an angle, at `(a × n + b) × n + c`. */
  readonly angle: Int32Array
  readonly stiffness: Int32Array
  readonly shift: Int32Array
  /** How far a bond from a to b reaches [Å], at `a × n + b`. */
  reach(theta: Float64Array): Float64Array
}
