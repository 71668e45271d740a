import type { Point } from "../point.ts"
import type { Target } from "./targets.ts"

/** What a potential says of a list of targets. */
export interface TargetPredictions {
  /** In internal units, `[T]`; NaN where the potential has no finite answer. */
  readonly values: Float64Array
  /** `(prediction − value)/σ`, `[T]`, always finite. */
  readonly residuals: Float64Array
  /** What is wrong with each prediction, `null` where nothing is. */
  readonly troubles: readonly (string | null)[]
}

/** The residual of a prediction that is no number: worse than any that is of use. */
const HOPELESS = 1e6

/** Predictions and residuals of targets at a point. */
export function targetPredictions(point: Point, targets: readonly Target[]): TargetPredictions {
  const readings = targets.map(({ observable }) => observable.read(point))
  const values = Float64Array.from(readings, ({ value }) => value)
  return {
    values,
    residuals: Float64Array.from(targets, ({ value, sigma }, t) => {
      const residual = (values[t] - value) / sigma
      return Number.isFinite(residual) ? residual : HOPELESS
    }),
    troubles: readings.map(({ value, trouble }, t) =>
      trouble === null && !Number.isFinite(value) ? `${targets[t].observable.name} is no finite number` : trouble,
    ),
  }
}

/** Rows of the Jacobian of the residuals, `∂r/∂θ`, `[T × K]`; zero where the prediction is no number. */
export function targetRows(point: Point, targets: readonly Target[]): Float64Array {
  const count = point.theta.length
  const rows = new Float64Array(targets.length * count)
  targets.forEach(({ observable, sigma }, t) => {
    if (!Number.isFinite(observable.read(point).value)) return
    const derivative = observable.derivative(point)
    for (let k = 0; k < count; k++) rows[t * count + k] = Number.isFinite(derivative[k]) ? derivative[k] / sigma : 0
  })
  return rows
}
