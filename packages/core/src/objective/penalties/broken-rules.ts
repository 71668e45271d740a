import { show } from "../../solve/status.ts"
import type { Penalty } from "./penalty.ts"

/** A sentence for each penalty that is at work at θ: what it costs, and in how much of its range the rule is broken. */
export function brokenRules(penalties: readonly Penalty[], theta: Float64Array): readonly string[] {
  return penalties.flatMap((penalty) => {
    const residuals = penalty.residuals(theta)
    const broken = residuals.filter((value) => value > 0).length
    if (broken === 0) return []
    const cost = residuals.reduce((sum, value) => sum + value * value, 0) / 2
    return [`${penalty.name} is broken in ${broken} of ${penalty.rows} cells of its range, which adds ${show(cost)} to the cost`]
  })
}
