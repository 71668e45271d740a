import type { ConcludedRun } from "../run/conclude.ts"
import { targetCells } from "../run/targets-table.ts"
import { withoutTargetsLine } from "../run/trade-off.ts"
import { textTable } from "../terminal.ts"

/** Targets beside their predictions, and what a fit without them would have given, as text that ends with an empty line; nothing without targets. */
export function targetRowsText({ metrics: { targets = [] }, tradeOff }: Pick<ConcludedRun, "metrics" | "tradeOff">): string {
  if (targets.length === 0) return ""
  const head = ["target", "unit", "prediction", "value", "σ", "deviation [σ]", "[%]"]
  return `${textTable([head, ...targetCells(targets)])}\n${withoutTargetsLine(tradeOff) ?? ""}\n\n`
}
