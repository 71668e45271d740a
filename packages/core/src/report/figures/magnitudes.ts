import * as Plot from "@observablehq/plot"
import type { MagnitudeBin } from "../../inference/noise/magnitude-trend.ts"
import { draw, inks } from "../drawing.ts"
import { positiveScale } from "../logarithmic.ts"
import { curveMarks } from "../series.ts"

/** Root mean squares of residuals by the size of the force they are of: level where one σ is enough. */
export function magnitudeFigure(bins: readonly MagnitudeBin[]): string {
  const shown = bins.filter(({ magnitude }) => magnitude > 0)
  const largest = Math.max(1, ...bins.map(({ rms }) => rms))
  return draw(
    {
      ...{ width: 380, height: 340, marginLeft: 52, marginBottom: 40, marginTop: 28 },
      x: { ...positiveScale(shown.map(({ magnitude }) => magnitude)), label: "|F| [eV/Å] →" },
      y: { label: "↑ root mean square [σ]", domain: [0, 1.1 * largest], grid: true },
      marks: [Plot.ruleY([1], { stroke: inks.rule, strokeDasharray: "4 3" }), ...curveMarks([{ points: shown }], "magnitude", "rms")],
    },
    "residuals by the size of forces",
  )
}
