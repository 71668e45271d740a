import * as Plot from "@observablehq/plot"
import { draw, groupColours } from "../drawing.ts"
import type { CurveProperty, LearningRecord } from "../linear-data.ts"
import { positiveScale } from "../logarithmic.ts"

/** Errors of one property against the number of configurations that were trained on. */
export function learningFigure(records: readonly LearningRecord[], properties: readonly CurveProperty[], p: number): string {
  const curves = (["training", "heldOut"] as const).map((kind) =>
    records.flatMap((record) => {
      const y = record[kind][p]
      return y === null ? [] : [{ x: record.configurations, y }]
    }),
  )
  const values = curves.flat().map(({ y }) => y)
  return draw(
    {
      width: 348,
      height: 280,
      marginLeft: 60,
      marginTop: 28,
      marginBottom: 42,
      grid: true,
      x: { label: "configurations →", domain: [0, Math.max(...records.map(({ configurations }) => configurations))], ticks: 5 },
      y: { ...positiveScale(values), label: `↑ RMSE [${properties[p].unit}]` },
      marks: curves.flatMap((points, k) => [
        Plot.line(points, { x: "x", y: "y", stroke: groupColours[k], strokeWidth: 1.5 }),
        Plot.dot(points, { x: "x", y: "y", fill: groupColours[k], r: 3 }),
      ]),
    },
    `errors of ${properties[p].name} against the number of configurations`,
  )
}
