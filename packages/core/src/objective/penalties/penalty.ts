/**
 * What is known to be wrong for a potential, as residuals beside those of the data: zero where it is right, and growing smoothly where it is
 * not. θ is the whole vector of the potential's parameters. Residuals are not affine in parameters, linear ones included: a fit with
 * penalties has none that can be eliminated among `parameters`.
 */
export interface Penalty {
  /** Such as `repulsion of pair.Cu-Cu`. */
  readonly name: string
  /** Residuals. */
  readonly rows: number
  /** Indices into θ that they depend on. */
  readonly parameters: readonly number[]
  /** `[rows]` */
  residuals(theta: Float64Array): Float64Array
  /** ∂r/∂θ(parameters), row-major `[rows × parameters.length]`. */
  jacobian(theta: Float64Array): Float64Array
}

/**
 * h(u) of a violation u in units of its tolerance: 0 for u ≤ 0, u²/2 up to 1, u − ½ beyond. h and h′ are continuous.
 */
export function hinge(u: number): number {
  return u <= 0 ? 0 : u < 1 ? (u * u) / 2 : u - 0.5
}

/** h′(u) */
export function hingeSlope(u: number): number {
  return Math.min(1, Math.max(0, u))
}
