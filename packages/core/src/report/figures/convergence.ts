import { draw } from "../drawing.ts"
import { positiveScale } from "../logarithmic.ts"
import type { ConvergenceRecord } from "../report-data.ts"
import { curveMarks } from "../series.ts"

/** Points of more records than this would run together. */
const MANY = 60

/** Cost of every iteration, on a logarithmic scale where it falls far, by stage in the order of `stages`. */
export function convergenceFigure(records: readonly ConvergenceRecord[], stages: readonly string[]): string {
  const positive = records.map((record, order) => ({ ...record, order })).filter((record) => record.cost > 0)
  const curves = stages.map((stage) => ({ points: positive.filter((record) => record.stage === stage) }))
  return draw(
    {
      width: 720,
      height: 260,
      marginLeft: 70,
      marginBottom: 40,
      insetLeft: 4,
      grid: true,
      x: { label: "iteration →" },
      y: { ...positiveScale(positive.map(({ cost }) => cost)), label: "↑ cost ½‖r‖² − log prior" },
      marks: curveMarks(curves, "order", "cost", { mark: positive.length > MANY ? "line" : "both", radius: 2.2 }),
    },
    "cost against iteration",
  )
}
