import { parityFigure } from "../figures/parity.ts"
import type { ReportData } from "../report-data.ts"
import { escapeHtml } from "../text.ts"
import { captioned, legend, row, section } from "./section.ts"

/** Predictions against references of every set and property. */
export function paritySection({ parity }: ReportData): string {
  if (parity.length === 0) return ""
  const groups = [...new Set(parity.flatMap((entry) => entry.points.map((point) => point.group)))].sort()
  const figures = parity.map((entry) => {
    const thinned = entry.points.length < entry.total ? `, ${entry.points.length} of ${entry.total} shown` : ""
    return captioned(`${escapeHtml(entry.set)}: ${entry.property}${thinned}`, parityFigure(entry, groups))
  })
  return section(
    "Prediction against reference",
    "Points on the dashed line are exact. Energies of single free atoms are not drawn.",
    legend(groups) + row(figures),
  )
}
