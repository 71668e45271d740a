import { type CovarianceFactor, predictiveVariance } from "../../inference/covariance.ts"
import type { Objective } from "../../objective/objective.ts"
import { penaltyDesign } from "../../objective/penalties/design.ts"
import { parseQuantity } from "../../units/quantity.ts"
import type { FitResult } from "../result.ts"

/** A target and what the fitted potential says of it, in the unit in which people read it. */
export interface TargetResult {
  /** Such as `fcc Cu: C11`. */
  readonly name: string
  readonly kind: string
  readonly unit: string
  readonly value: number
  readonly sigma: number
  /** With which the fit weighed it: less than σ where it had to be held. */
  readonly weighedWith: number
  /** `null` where the potential has no finite answer. */
  readonly prediction: number | null
  /** Of the prediction, from the covariance of the parameters; `null` where the data leave it open. */
  readonly standardError: number | null
  /** (prediction − value)/σ */
  readonly deviation: number
  /** What is wrong with the prediction, `null` where nothing is. */
  readonly trouble: string | null
}

/** Targets of a finished fit, beside its predictions; `sigmas` are those of its state. */
export function targetResults(
  { targets: set, space, pools }: Pick<Objective, "targets" | "space" | "pools">,
  { theta }: Pick<FitResult, "theta">,
  covariance: CovarianceFactor,
  sigmas: readonly number[],
): readonly TargetResult[] {
  const { targets, penalty } = set
  if (targets.length === 0) return []
  const { values, residuals, troubles } = set.predictions(theta)
  const rows = penaltyDesign([penalty], space, theta)
  const profiled = space.profiled.length
  const width = profiled + space.free.length + 1
  return targets.map(({ observable: { name, kind, unit, dimension }, value, sigma }, t) => {
    const row = rows.slice(t * width + profiled, (t + 1) * width - 1)
    const size = parseQuantity(`1 ${unit}`, dimension)
    return {
      ...{
        name,
        kind,
        unit,
        value: value / size,
        sigma: sigma / size,
        weighedWith: (sigmas[pools.length + t] * sigma) / size,
        prediction: finite(values[t] / size),
      },
      standardError: finite((Math.sqrt(predictiveVariance(covariance, row)) * sigma) / size),
      deviation: residuals[t],
      trouble: troubles[t],
    }
  })
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}
