import { mergeTriangles } from "../../linalg/triangle/combine-rows.ts"
import { scaleTriangle, type Triangle } from "../../linalg/triangle/triangle.ts"
import { solveLinear } from "../../solve/linear/solve-linear.ts"

/**
 * The minimum of Σ_u w_u ½‖r_u + J_u δ‖² + ½‖r₀ + J₀ δ‖²: a linear fit whose units of data weigh anew, from their triangles alone.
 *
 * @param units triangles of `[J | r]` by unit, in units of σ
 * @param beside of what is no data: priors and penalties
 * @param weights w, one for each unit
 * @returns δ, `[n]`
 */
export function reweightedSolution(units: readonly Triangle[], beside: Triangle, weights: ArrayLike<number>): Float64Array {
  const weighed = units.map((triangle, u) => scaleTriangle(triangle, Math.sqrt(weights[u])))
  return solveLinear(mergeTriangles(beside, ...weighed)).value
}
