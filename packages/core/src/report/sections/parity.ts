import { parityFigure } from "../figures/parity.ts"
import type { ParityData, ReportData } from "../report-data.ts"
import { legend } from "../series.ts"
import { escapeHtml, formatCount, formatNumber } from "../text.ts"
import { captioned, row, section } from "./section.ts"

const NAMES = {
  energy: ["energy per atom", "energies per atom"],
  force: ["force component", "force components"],
  stress: ["stress component", "stress components"],
} as const

/** Predictions against references of every set and property. */
export function paritySection({ parity }: ReportData): string {
  if (parity.length === 0) return ""
  const groups = [...new Set(parity.flatMap((entry) => entry.points.map((point) => point.group)))].sort()
  const figures = parity.map((entry) => captioned(caption(entry), parityFigure(entry, groups)))
  return section(
    "Prediction against reference",
    "Above: points on the dashed line are exact. Below: how far predictions are off, on their own scale. Energies of single free atoms are not drawn.",
    (groups.length > 1 ? legend(groups, "dots") : "") + row(figures, "three"),
  )
}

function caption({ set, property, points, total, rmse, error }: ParityData): string {
  const counted = points.length < total ? `${formatCount(points.length)} of ${formatCount(total)}` : formatCount(total)
  const size = rmse === undefined ? "" : `; RMSE ${formatNumber(rmse, 3)} ${error.unit}`
  return `<b>${escapeHtml(set)}</b>: ${counted} ${NAMES[property][total === 1 ? 0 : 1]}${size}.`
}
