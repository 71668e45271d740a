import type { Triangle } from "../linalg/triangle/triangle.ts"

/** What a least-squares solver sees of a fit: minimise ½‖r(x)‖² within bounds. It never sees atoms. */
export interface LeastSquaresProblem {
  readonly size: number
  readonly lower: Float64Array
  readonly upper: Float64Array
  readonly names: readonly string[]
  /** r is affine in these components jointly, given the others. */
  readonly linear: readonly boolean[]
  /** ½‖r(x)‖² */
  cost(x: Float64Array): Promise<number>
  /** Triangle of `[J(x) | r(x)]`. */
  linearise(x: Float64Array): Promise<Triangle>
  /**
   * `cost` at many points at once, to the same bits, in their order: the place to spread candidates over threads. Without it they are
   * asked for one after the other.
   */
  costs?(points: readonly Float64Array[]): Promise<Float64Array>
  /** `linearise` at many points at once, to the same bits, in their order. */
  linearisations?(points: readonly Float64Array[]): Promise<readonly Triangle[]>
  /** `J(x)ᵀ r″`, with `r″ = d²r(x + t v)/dt²` the second directional derivative, `[size]`; absent when too dear. */
  curvature?(x: Float64Array, v: Float64Array): Promise<Float64Array>
  /** Triangle of `[J(x) | r″]`, of which `curvature` is the gradient. */
  bend?(x: Float64Array, v: Float64Array): Promise<Triangle>
}
