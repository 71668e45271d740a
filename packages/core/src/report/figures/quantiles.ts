import * as Plot from "@observablehq/plot"
import type { QuantilePoint } from "../../inference/noise/shape.ts"
import { draw, groupColours } from "../drawing.ts"

/** A sample of a quantile plot. */
export interface QuantileCurve {
  readonly name: string
  readonly points: readonly QuantilePoint[]
}

/** Sorted residuals against where the noise that was assumed has them: on the diagonal where it is right. */
export function quantileFigure(curves: readonly QuantileCurve[]): string {
  const points = curves.flatMap(({ name, points: own }) => own.map((point) => ({ name, ...point })))
  const reach = Math.max(...points.map(({ expected }) => Math.abs(expected)))
  const names = curves.map(({ name }) => name)
  return draw(
    {
      ...{ width: 380, height: 340, marginLeft: 52, marginBottom: 40, marginTop: 28 },
      x: { label: "noise assumed [σ] →", nice: true },
      y: { label: "↑ residuals [σ]", nice: true, grid: true },
      color: { domain: names, range: names.map((_, k) => groupColours[k % groupColours.length]) },
      marks: [
        Plot.line(
          [-reach, reach].map((value) => ({ value })),
          { x: "value", y: "value", stroke: "#bbb" },
        ),
        Plot.dot(points, { x: "expected", y: "observed", fill: "name", r: 2 }),
      ],
    },
    "residuals against the noise assumed",
  )
}
