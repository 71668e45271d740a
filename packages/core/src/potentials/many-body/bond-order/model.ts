import type { BoundFunction } from "../function-set.ts"

/**
 * A potential of bonds whose strength depends on their surroundings,
 *
 *     E = ½ Σ_i Σ_j [V_R(r_ij) + b(ζ_ij) V_A(r_ij)],   ζ_ij = Σ_{k≠j} s(r_ik) g(cos θ_jik) e(r_ij − r_ik).
 */
export interface BondOrderModel {
  /** Number of elements, n, and of parameters. */
  readonly elements: number
  readonly parameters: number
  readonly functions: readonly BoundFunction[]
  /** Functions of a bond from element a to b, at `a × n + b`. */
  readonly repulsion: Int32Array
  readonly attraction: Int32Array
  readonly order: Int32Array
  /** Functions of an angle, at `(a × n + b) × n + c`. */
  readonly screen: Int32Array
  readonly angle: Int32Array
  readonly asymmetry: Int32Array
  /** How far a bond from a to b reaches [Å], at `a × n + b`. */
  bondReach(theta: Float64Array): Float64Array
  /** How far k may be from i, at `(a × n + b) × n + c`. */
  angleReach(theta: Float64Array): Float64Array
}

/** How far neighbours matter [Å], as bonds or as k, by `a × n + b`. */
export function neighbourReach({ elements }: BondOrderModel, bond: Float64Array, angle: Float64Array): Float64Array {
  const reach = bond.slice()
  for (let a = 0; a < elements; a++) {
    for (let b = 0; b < elements; b++) {
      for (let c = 0; c < elements; c++)
        reach[a * elements + c] = Math.max(reach[a * elements + c], angle[(a * elements + b) * elements + c])
    }
  }
  return reach
}
