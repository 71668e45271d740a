import type { Dimension } from "../../../units/quantity.ts"
import { plainProperty, type PropertyValue } from "../../suite/property-value.ts"
import type { CurvePoint } from "../../suite/figure.ts"
import type { Estimate } from "../correlation/estimate.ts"

/** A mean over a trajectory as a number of a suite: its standard error is that of the mean. */
export function estimated(
  key: string,
  label: string,
  { value, error }: Estimate,
  unit: string,
  options: { readonly factor?: number; readonly dimension?: Dimension; readonly trouble?: string | null } = {},
): PropertyValue {
  const { factor = 1, dimension = null, trouble = null } = options
  const standardError = error === null ? null : Math.abs(factor) * error
  return plainProperty(key, label, factor * value, unit, { dimension, standardError, trouble })
}

/** Points of a curve, `x` and `y` each times a factor; at most about 400 of them. */
export function pointsOf(x: readonly number[], y: readonly number[], factors: readonly [number, number] = [1, 1]): CurvePoint[] {
  const stride = Math.max(1, Math.floor(x.length / 400))
  return x.flatMap((value, k) => (k % stride === 0 ? [{ x: factors[0] * value, y: factors[1] * (y[k] ?? Number.NaN) }] : []))
}

/** What is wrong with an integral over time that has not settled. */
export function unsettled(settled: boolean | null): string | null {
  return settled === false ? "its integral still changes: follow it longer" : null
}
