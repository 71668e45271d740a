import { convergenceFigure } from "../figures/convergence.ts"
import type { ReportData } from "../report-data.ts"
import { legend } from "../series.ts"
import { captioned, section } from "./section.ts"

/** The way of an iterated fit. */
export function convergenceSection({ convergence }: ReportData): string {
  if (convergence.length < 2) return ""
  const stages = [...new Set(convergence.map((record) => record.stage))]
  return section(
    "Convergence",
    "Every accepted and rejected step in the order they were made.",
    captioned("Cost after each step.", (stages.length > 1 ? legend(stages) : "") + convergenceFigure(convergence, stages)),
  )
}
