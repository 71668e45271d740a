import { draw } from "../drawing.ts"
import type { CurveProperty, LearningRecord } from "../linear-data.ts"
import { positiveScale } from "../logarithmic.ts"
import { curveMarks } from "../series.ts"

/** Errors of one property against the number of configurations that were trained on. */
export function learningFigure(records: readonly LearningRecord[], properties: readonly CurveProperty[], p: number): string {
  const curves = (["training", "heldOut"] as const).map((kind) => ({
    points: records.flatMap((record) => {
      const y = record[kind][p]
      return y === null ? [] : [{ x: record.configurations, y }]
    }),
  }))
  const values = curves.flatMap(({ points }) => points.map(({ y }) => y))
  return draw(
    {
      width: 348,
      height: 280,
      marginLeft: 60,
      marginTop: 28,
      marginBottom: 42,
      insetRight: 4,
      grid: true,
      x: { label: "configurations →", domain: [0, Math.max(...records.map(({ configurations }) => configurations))], ticks: 5 },
      y: { ...positiveScale(values), label: `↑ RMSE [${properties[p].unit}]` },
      marks: curveMarks(curves, "x", "y", { radius: 3.2 }),
    },
    `errors of ${properties[p].name} against the number of configurations`,
  )
}
