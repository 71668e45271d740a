import { gradientOf, isFiniteTriangle, residualSquared } from "../../linalg/triangle/measures.ts"
import type { Triangle } from "../../linalg/triangle/triangle.ts"
import type { LeastSquaresProblem } from "../../solve/problem.ts"
import { covarianceFactor } from "../covariance.ts"

/** How a point of the model manifold moves on without turning. */
export interface Acceleration {
  /** d²x/dτ², `[n]` */
  readonly acceleration: Float64Array
  /** ½‖r‖² */
  readonly cost: number
}

/** Second derivatives are taken where no parameter moves by more than this much of its scale. */
const STEP = 0.02

/**
 * The parameter-space acceleration of the geodesic through x with velocity v,
 *
 *     a = −(JᵀJ)⁻¹ Jᵀ r″     r″ = d²r(x + t v)/dt²
 *
 * with which the predictions move straight on within the manifold {r(x)}. Null where predictions do not exist.
 *
 * Source: Transtrum, Machta & Sethna, DOI 10.1103/PhysRevE.83.036701.
 * @param scales by which motions count as large, `[n]`
 * @throws RangeError for a problem without second derivatives
 */
export async function geodesicAcceleration(
  problem: LeastSquaresProblem,
  x: Float64Array,
  v: Float64Array,
  scales: Float64Array,
): Promise<Acceleration | null> {
  if (!problem.curvature && !problem.bend)
    throw new RangeError("geodesics need second derivatives of the residuals, which this problem does not give")
  const pace = v.reduce((most, value, k) => Math.max(most, Math.abs(value) / scales[k]), 0)
  const shrink = pace > STEP ? STEP / pace : 1
  const along = v.map((value) => shrink * value)
  const seen = await lookAlong(problem, x, along)
  if (!seen) return null
  const { triangle, c, cost } = seen
  const { n, rank, factor } = covarianceFactor(triangle)
  const parts = new Float64Array(rank)
  for (let k = 0; k < n; k++) for (let l = 0; l < rank; l++) parts[l] += (factor[k * rank + l] * c[k]) / shrink ** 2
  const acceleration = x.map((_, k) => -parts.reduce((sum, part, l) => sum + factor[k * rank + l] * part, 0))
  return { acceleration, cost }
}

/** J as a triangle whatever its last column, Jᵀr″ and the cost: with derivatives once, where the problem has them beside r″. */
async function lookAlong(
  problem: LeastSquaresProblem,
  x: Float64Array,
  v: Float64Array,
): Promise<{ readonly triangle: Triangle; readonly c: Float64Array; readonly cost: number } | null> {
  if (problem.bend) {
    const cost = await problem.cost(x)
    const triangle = Number.isFinite(cost) ? await problem.bend(x, v) : null
    return triangle && isFiniteTriangle(triangle) ? { triangle, c: gradientOf(triangle), cost } : null
  }
  const triangle = await problem.linearise(x)
  if (!isFiniteTriangle(triangle)) return null
  const c = await problem.curvature!(x, v)
  return c.every(Number.isFinite) ? { triangle, c, cost: 0.5 * residualSquared(triangle) } : null
}
