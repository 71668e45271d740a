import type { Executor } from "../../kernels/executor.ts"
import { withoutTargets } from "../../objective/targets/without-targets.ts"
import type { Property } from "../../observables/property.ts"
import type { Potential } from "../../potentials/potential.ts"
import { type Fit, fitStates, refit } from "../fit.ts"
import type { FitState } from "../state.ts"

/** What targets of another σ would cost: a fit that goes on from the one with those given. */
export interface TradeOffPoint {
  /** By which every σ that the targets have in the fit is multiplied; `null` without targets. */
  readonly factor: number | null
  /** Root-mean-square residuals of the training data in internal units. */
  readonly rmse: { readonly [property in Property]?: number }
  /** Root mean square of (prediction − value)/σ over the targets, σ as given. */
  readonly deviation: number
  /** (prediction − value)/σ of each target, σ as given. */
  readonly deviations: readonly number[]
  /** Whether the solver reached a minimum. */
  readonly converged: boolean
}

/**
 * Fits with σ of the targets times each factor, and one without targets, σ of the data held at what they are at the end of the fit; falling
 * factors first, each from the point of the one before, then the rising ones, and the one without targets last.
 *
 * @param state of the finished fit
 * @param factors other than 1
 */
export async function* tradeOff(
  fit: Fit,
  potential: Potential,
  state: FitState,
  executor: Executor,
  factors: readonly number[],
): AsyncGenerator<TradeOffPoint> {
  const { pools } = fit.objective
  const describe = (factor: number | null, { rmse, theta, outcome }: FitState): TradeOffPoint => {
    const { residuals } = fit.objective.targets.predictions(Float64Array.from(theta))
    const deviation = Math.sqrt(residuals.reduce((sum, r) => sum + r * r, 0) / residuals.length)
    return { factor, rmse, deviation, deviations: Array.from(residuals), converged: outcome?.outcome === "converged" }
  }
  yield describe(1, state)
  const sorted = [...new Set(factors)].sort((a, b) => a - b)
  let from = state
  for (const factor of sorted.filter((one) => one < 1).toReversed()) {
    from = await fitted(factor, from)
    yield describe(factor, from)
  }
  from = state
  for (const factor of sorted.filter((one) => one > 1)) {
    from = await fitted(factor, from)
    yield describe(factor, from)
  }
  yield describe(null, await fitted(null, from))

  async function fitted(factor: number | null, start: FitState): Promise<FitState> {
    const other = factor === null ? { ...fit, objective: withoutTargets(fit.objective, potential) } : fit
    const sigmas = state.sigmas.map((sigma, k) => (k < pools.length ? sigma : sigma * (factor ?? 1)))
    let last = start
    for await (const next of fitStates(other, executor, await refit(other, { ...start, sigmas }, executor))) last = next
    return last
  }
}
