import type { TargetResult } from "../../fit/targets/target-results.ts"
import type { TradeOffPoint } from "../../fit/targets/trade-off.ts"
import type { TargetsRecord } from "../target-data.ts"
import { shownProperties } from "./shown-units.ts"

/** What a report shows of targets. */
export function targetsRecord(targets: readonly TargetResult[], tradeOff: readonly TradeOffPoint[]): TargetsRecord {
  return {
    targets: targets.map(({ name, unit, value, sigma, prediction, standardError, deviation }) => {
      return { name, unit, value, sigma, prediction, deviation, ...(standardError !== null && { standardError }) }
    }),
    tradeOff: tradeOff.map(({ factor, rmse, deviation, deviations }) => ({
      factor,
      deviation,
      errors: Object.fromEntries(
        shownProperties.flatMap(({ own, shown, unit, scale }) => {
          const found = rmse[own]
          return found === undefined ? [] : [[shown, { rmse: scale * found, unit }] as const]
        }),
      ),
      percent: targets.map(({ value, sigma }, t) => {
        const percent = (100 * deviations[t] * sigma) / value
        // A prediction that is no number has a deviation that is none of it.
        return Number.isFinite(percent) && Math.abs(percent) < 1000 ? percent : null
      }),
    })),
  }
}
