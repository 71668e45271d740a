import { isFiniteTriangle, residualSquared } from "../../linalg/triangle/measures.ts"
import type { Triangle } from "../../linalg/triangle/triangle.ts"
import type { LeastSquaresProblem } from "../../solve/problem.ts"
import { covarianceFactor } from "../covariance.ts"

/** How a point of the model manifold moves on without turning. */
export interface Acceleration {
  /** d²x/dτ², `[n]` */
  readonly acceleration: Float64Array
  /** ½‖r‖² */
  readonly cost: number
  readonly triangle: Triangle
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
  if (!problem.curvature) throw new RangeError("geodesics need second derivatives of the residuals, which this problem does not give")
  const triangle = await problem.linearise(x)
  if (!isFiniteTriangle(triangle)) return null
  const pace = v.reduce((most, value, k) => Math.max(most, Math.abs(value) / scales[k]), 0)
  const shrink = pace > STEP ? STEP / pace : 1
  const c = await problem.curvature(
    x,
    v.map((value) => shrink * value),
  )
  if (!c.every(Number.isFinite)) return null
  const { n, rank, factor } = covarianceFactor(triangle)
  const parts = new Float64Array(rank)
  for (let k = 0; k < n; k++) for (let l = 0; l < rank; l++) parts[l] += (factor[k * rank + l] * c[k]) / shrink ** 2
  const acceleration = x.map((_, k) => -parts.reduce((sum, part, l) => sum + factor[k * rank + l] * part, 0))
  return { acceleration, cost: 0.5 * residualSquared(triangle), triangle }
}
