import { createEvaluator, type Evaluator } from "../../objective/evaluator.ts"
import { createFitProblem } from "../../objective/problem.ts"
import { completeTheta } from "../../objective/statistics.ts"
import type { Draws } from "../../solve/global/draws.ts"
import { minimiseLeastSquares } from "../../solve/least-squares/levenberg-marquardt.ts"
import { startingPoints } from "../sampling/starting-points.ts"
import { reweightedObjective } from "./reweighted-objective.ts"

/** Where the members of a committee begin, and what they are made with. */
export interface CommitteeSetup {
  /** Of the fit, with the noise that weighed its data. */
  readonly evaluator: Pick<Evaluator, "objective" | "executor" | "noise">
  /** The minimum of the fit. */
  readonly x: Float64Array
  /** One a pool of data, then one a target, as in the fit. */
  readonly sigmas: readonly number[]
  /** How far starts are from the minimum: the standard deviation of each parameter over its value, of a logarithm itself. */
  readonly spread: number
}

/** A refit. */
export interface CommitteeMember {
  readonly x: Float64Array
  /** Of potential and baseline, profiled parameters at their best. */
  readonly theta: Float64Array
}

/** Relative fall of the cost at which a refit ends. */
const TOLERANCE = 1e-6

/**
 * A member of a committee: a refit to data of other weights, from a start that is not the minimum. Where the cost has other minima nearby,
 * members know of them; the linearised committee (`UncertaintyModel.committee`) does not.
 *
 * @param weights of the configurations, such as `resampledWeights`
 */
export async function committeeMember(
  { evaluator: { objective, executor, noise }, x, sigmas, spread }: CommitteeSetup,
  weights: ArrayLike<number>,
  draws: Draws,
): Promise<CommitteeMember> {
  const evaluator = createEvaluator(reweightedObjective(objective, weights), executor, noise)
  const problem = createFitProblem(evaluator, sigmas)
  const { layout, free } = objective.space
  const n = x.length
  const widths = new Float64Array(n * n)
  free.forEach((k, i) => (widths[i * (n + 1)] = layout[k].transform === "log" ? spread : spread * Math.abs(x[i])))
  const { points } = await startingPoints(problem, x, widths, 1, draws)
  const { value } = await minimiseLeastSquares(problem, points[0], { costTolerance: TOLERANCE })
  return { x: value, theta: completeTheta(objective, await evaluator.residual(value), sigmas) }
}
