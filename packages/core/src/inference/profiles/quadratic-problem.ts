import { shiftTriangle } from "../../linalg/triangle/change-columns.ts"
import { residualSquaredAfter } from "../../linalg/triangle/measures.ts"
import type { Triangle } from "../../linalg/triangle/triangle.ts"
import type { LeastSquaresProblem } from "../../solve/problem.ts"

/** What a triangle does not say of its columns. */
export interface QuadraticSource {
  readonly names: readonly string[]
  /** Where the residuals of the triangle are taken. */
  readonly x: Float64Array
  readonly lower?: Float64Array
  readonly upper?: Float64Array
}

/**
 * The problem ½‖r + J (x − x₀)‖² of a triangle `[J | r]` taken at x₀: a linear fit itself, without its data, or the Laplace approximation of any
 * other.
 */
export function quadraticProblem(triangle: Triangle, source: QuadraticSource): LeastSquaresProblem {
  const { n } = triangle
  const { names, x: origin } = source
  const step = (x: Float64Array): Float64Array => x.map((value, k) => value - origin[k])
  return Object.freeze({
    size: n,
    names,
    lower: source.lower ?? new Float64Array(n).fill(-Infinity),
    upper: source.upper ?? new Float64Array(n).fill(Infinity),
    linear: names.map(() => true),
    cost: async (x: Float64Array) => 0.5 * residualSquaredAfter(triangle, step(x)),
    linearise: async (x: Float64Array) => shiftTriangle(triangle, step(x)),
    curvature: async () => new Float64Array(n),
  })
}
