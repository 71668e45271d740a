import * as Plot from "@observablehq/plot"
import { uncertaintyMethods } from "../../../inference/calibration/calibration.ts"
import type { CalibrationRecord } from "../../../inference/predictive/calibration-record.ts"
import { draw, inks } from "../../drawing.ts"
import { curveMarks } from "../../series.ts"

/** Part of the data within intervals against the part that they claim to hold, a curve a method, with the line of perfect ones. */
export function coverageFigure({ property, methods }: CalibrationRecord): string {
  const percent = { domain: [0, 100], ticks: 5 }
  const curves = methods.map(({ method, curve }) => ({
    at: uncertaintyMethods.indexOf(method),
    points: curve.map((part, step) => ({ x: (100 * step) / (curve.length - 1), y: 100 * part })),
  }))
  const ends = [0, 100].map((v) => ({ v }))
  return draw(
    {
      ...{ width: 348, height: 330, marginLeft: 56, marginTop: 28, marginBottom: 42, grid: true },
      x: { ...percent, label: "intervals claim to hold [%] →" },
      y: { ...percent, label: "↑ and hold [%]" },
      marks: [
        Plot.line(ends, { x: "v", y: "v", stroke: inks.rule, strokeDasharray: "4 3" }),
        ...curveMarks(curves, "x", "y", { mark: "line" }),
      ],
    },
    `${property}: part of the data within intervals against what these claim`,
  )
}
