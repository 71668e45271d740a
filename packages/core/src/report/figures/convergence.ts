import * as Plot from "@observablehq/plot"
import { draw, groupColours } from "../drawing.ts"
import type { ConvergenceRecord } from "../report-data.ts"

/** Cost of every iteration on a logarithmic scale, coloured by stage. */
export function convergenceFigure(records: readonly ConvergenceRecord[]): string {
  const positive = records.map((record, order) => ({ ...record, order })).filter((record) => record.cost > 0)
  const stages = [...new Set(positive.map((record) => record.stage))]
  return draw(
    {
      width: 720,
      height: 260,
      marginLeft: 70,
      marginBottom: 40,
      grid: true,
      x: { label: "iteration →" },
      y: { type: "log", label: "↑ cost ½‖r‖² − log prior" },
      color: { domain: stages, range: [...groupColours] },
      marks: [
        Plot.line(positive, { x: "order", y: "cost", z: "stage", stroke: "stage", strokeWidth: 1.5 }),
        Plot.dot(positive, { x: "order", y: "cost", fill: "stage", r: 2 }),
      ],
    },
    "cost against iteration",
  )
}
