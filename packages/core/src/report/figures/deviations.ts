import * as Plot from "@observablehq/plot"
import type { PropertyRecord } from "../../properties/suite/record.ts"
import { draw, inks } from "../drawing.ts"
import { seriesAt } from "../series.ts"

/** How far each number is from its reference [%], one line each; bars show two standard errors where they are known. */
export function deviationsFigure(properties: readonly PropertyRecord[]): string {
  const rows = properties.flatMap(({ label, deviation, reference, standardError }) => {
    if (deviation === null || !reference) return []
    const error = (200 * (standardError ?? 0)) / Math.abs(reference)
    return [{ label, deviation, low: deviation - error, high: deviation + error }]
  })
  const { colour } = seriesAt(0)
  const reach = 1.05 * Math.max(1, ...rows.flatMap(({ low, high }) => [Math.abs(low), Math.abs(high)]))
  return draw(
    {
      width: 640,
      height: 60 + 22 * rows.length,
      marginLeft: 220,
      marginRight: 30,
      marginBottom: 40,
      x: { label: "deviation from the reference [%] →", domain: [-reach, reach], grid: true },
      y: { domain: rows.map(({ label }) => label), label: null, tickSize: 0 },
      marks: [
        Plot.ruleX([0], { stroke: inks.rule }),
        Plot.ruleY(rows, { y: "label", x1: 0, x2: "deviation", stroke: inks.faint }),
        Plot.ruleY(rows, { y: "label", x1: "low", x2: "high", stroke: colour, strokeWidth: 2.5 }),
        Plot.dot(rows, { y: "label", x: "deviation", fill: colour, r: 4 }),
      ],
    },
    "deviations from reference values",
  )
}
