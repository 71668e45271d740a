import { functionFigure } from "../figures/function-curve.ts"
import type { ReportData } from "../report-data.ts"
import { escapeHtml } from "../text.ts"
import { captioned, row, section } from "./section.ts"

/** Functions of one variable with their bands and the data that support them. */
export function functionsSection({ functions }: ReportData): string {
  if (functions.length === 0) return ""
  return section(
    "Fitted functions",
    "Band: ±2σ from the parameter covariance. Dashed parts of a curve are supported by no datum.",
    row(
      functions.map((curve) =>
        captioned(`<b>${escapeHtml(curve.name)}</b>, with how often each argument occurs in the training data.`, functionFigure(curve)),
      ),
    ),
  )
}
