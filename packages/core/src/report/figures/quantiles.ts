import * as Plot from "@observablehq/plot"
import type { QuantilePoint } from "../../inference/noise/shape.ts"
import { draw, inks } from "../drawing.ts"
import { curveMarks } from "../series.ts"

/** A sample of a quantile plot. */
export interface QuantileCurve {
  readonly name: string
  readonly points: readonly QuantilePoint[]
}

/** Sorted residuals against where the noise that was assumed has them: on the diagonal where it is right. */
export function quantileFigure(curves: readonly QuantileCurve[]): string {
  const reach = Math.max(...curves.flatMap(({ points }) => points.map(({ expected }) => Math.abs(expected))))
  return draw(
    {
      ...{ width: 380, height: 340, marginLeft: 52, marginBottom: 40, marginTop: 28 },
      x: { label: "noise assumed [σ] →", nice: true },
      y: { label: "↑ residuals [σ]", nice: true, grid: true },
      marks: [
        Plot.line(
          [-reach, reach].map((value) => ({ value })),
          { x: "value", y: "value", stroke: inks.rule, strokeDasharray: "4 3" },
        ),
        ...curveMarks(curves, "expected", "observed", { mark: "dots", radius: 2.2 }),
      ],
    },
    "residuals against the noise assumed",
  )
}
