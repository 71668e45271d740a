import { gradientOf, isFiniteTriangle, residualSquared } from "../linalg/triangle/measures.ts"
import type { Triangle } from "../linalg/triangle/triangle.ts"
import type { LeastSquaresProblem } from "../solve/problem.ts"
import type { Evaluator } from "./evaluator.ts"
import type { Objective } from "./objective.ts"
import { columnScales } from "./parameter-space.ts"
import { curvatureStatistics, freeTriangle, totalTriangle } from "./statistics.ts"

/** Half-width of the central difference for r″, in units of the direction v: as in GSL and in Transtrum & Sethna, arXiv:1201.5885. */
const CURVATURE_STEP = 0.1

/**
 * The fit as a solver sees it: ½‖r(x)‖² over the free parameters, for given σ (one per pool), profiled parameters eliminated.
 * Where predictions are not finite the cost is ∞.
 */
export function createFitProblem(evaluator: Evaluator, sigmas: ArrayLike<number>): LeastSquaresProblem {
  const { objective, executor, noise } = evaluator
  const { space } = objective
  const cost = async (x: Float64Array): Promise<number> => {
    const total = totalTriangle(objective, await evaluator.residual(x), sigmas)
    return isFiniteTriangle(total) ? residualSquared(freeTriangle(objective, total)) / 2 : Infinity
  }
  const linearise = async (x: Float64Array): Promise<Triangle> =>
    freeTriangle(objective, totalTriangle(objective, await evaluator.linear(x), sigmas))
  const bend = async (x: Float64Array, v: Float64Array): Promise<Triangle> => {
    const seconds = await curvatureStatistics(objective, executor, x, v, CURVATURE_STEP, noise)
    const total = totalTriangle(objective, seconds, sigmas, priorSeconds(objective, seconds.theta, v))
    return freeTriangle(objective, total)
  }
  return {
    size: space.free.length,
    lower: space.lower,
    upper: space.upper,
    names: space.names,
    linear: objective.linear,
    cost,
    linearise,
    // The executor's threads take what is asked for at the same time as it comes.
    costs: async (points) => Float64Array.from(await Promise.all(points.map(cost))),
    linearisations: (points) => Promise.all(points.map(linearise)),
    curvature: async (x, v) => gradientOf(await bend(x, v)),
    bend,
  }
}

/** Second directional derivatives of the prior residuals: only transformed parameters bend them, `d²θ/dt² = θ v²` for a logarithm. */
function priorSeconds({ priors, space }: Objective, theta: Float64Array, v: Float64Array): Float64Array {
  const scales = columnScales(space, theta)
  const bend = space.layout.map((_, k) => {
    const master = space.masters[k]
    const column = space.columns[k] - space.profiled.length
    return column >= 0 && space.layout[master].transform === "log" ? scales[k] * v[column] ** 2 : 0
  })
  return Float64Array.from(priors, ({ parameters, coefficients, sigma }) =>
    parameters.reduce((sum, k, j) => sum + (coefficients[j] * bend[k]) / sigma, 0),
  )
}
