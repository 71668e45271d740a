import type { NoiseDiagnosis } from "../../inference/noise/diagnose-noise.ts"
import { noiseSentences } from "../../inference/noise/noise-sentences.ts"
import { magnitudeFigure } from "../figures/magnitudes.ts"
import { quantileFigure } from "../figures/quantiles.ts"
import type { ReportData } from "../report-data.ts"
import { legend } from "../series.ts"
import { table } from "../tables/table.ts"
import { escapeHtml, formatCount, formatNumber } from "../text.ts"
import { captioned, folded, listed, row, section } from "./section.ts"

/** Whether the residuals of the training data are the noise that the fit assumed, and what it means where they are not. */
export function residualsSection({ noise = [] }: ReportData): string {
  if (noise.length === 0) return ""
  const together = noise.filter(({ group }) => group === null)
  const sentences = together.flatMap(noiseSentences).map(escapeHtml)
  const curves = together.map(({ property, shape }) => ({ name: property, points: shape.quantiles }))
  const figures = [
    captioned(
      "Sorted residuals against where the noise assumed has them: on the diagonal where it is right.",
      legend(
        curves.map(({ name }) => name),
        "dots",
      ) + quantileFigure(curves),
    ),
  ]
  for (const { trend } of together)
    if (trend)
      figures.push(
        captioned("Root mean squares of residuals by the size of forces: level where one σ is enough.", magnitudeFigure(trend.bins)),
      )
  return section(
    "Residuals and the noise assumed",
    "Error bars are right where residuals are independent draws of the noise that was assumed. What a form cannot describe is no such noise: it comes again in like structures. Residuals are in units of their σ; forces that vanish by symmetry are left out.",
    `${listed(sentences)}${row(figures)}${folded(`${noise.length} classes`, noise.length, diagnosisTable(noise))}`,
  )
}

function diagnosisTable(noise: readonly NoiseDiagnosis[]): string {
  const rows = noise.map(({ property, group, shape, trend, succession }) => [
    property,
    escapeHtml(group ?? "all"),
    formatCount(shape.count),
    fixed(shape.mean),
    fixed(shape.spread),
    formatNumber(100 * shape.beyond, 2),
    formatNumber(shape.degrees ?? undefined, 2),
    formatNumber(trend?.ratio, 2),
    succession ? fixed(succession.correlation) : "–",
  ])
  const head = ["property", "group", "data", "mean [σ]", "spread [σ]", "beyond 3σ [%]", "ν", "largest by smallest", "frame to frame"]
  return table(head, rows, { text: [0, 1] })
}

function fixed(value: number): string {
  const text = value.toFixed(2)
  return Number(text) === 0 ? "0.00" : text.replace("-", "−")
}
