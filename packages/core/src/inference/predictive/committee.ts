import type { Configuration } from "../../atoms/structure.ts"
import type { Executor } from "../../kernels/executor.ts"
import { createDataSetup, predictData } from "../../objective/predictions.ts"
import type { RowBasis } from "./row-basis.ts"

/** Standard deviation of what the members of a committee add to the prediction of the fit, about that prediction. */
export function committeeDeviation(shifts: ArrayLike<number>): number {
  let squares = 0
  for (let b = 0; b < shifts.length; b++) squares += shifts[b] * shifts[b]
  return Math.sqrt(squares / shifts.length)
}

/**
 * The same of members that are refits (`committeeMember`), each predicting with parameters of its own, whatever is nonlinear in them: by
 * structure, of every observation, `[3n + 7]`; NaN where there is none.
 *
 * @param members θ of potential and baseline
 */
export async function committeeDeviations(
  { setup: { potential, baseline, theta } }: Pick<RowBasis, "setup">,
  members: readonly Float64Array[],
  configurations: readonly Configuration[],
  executor: Executor,
): Promise<Float64Array[]> {
  const setup = createDataSetup(potential, configurations, baseline)
  const [fit, ...all] = await Promise.all([theta, ...members].map((own) => predictData(setup, own, executor)))
  return fit.map((predicted, s) => predicted.map((value, i) => committeeDeviation(all.map((member) => member[s][i] - value))))
}
