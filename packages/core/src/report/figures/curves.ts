import * as Plot from "@observablehq/plot"
import type { CurvesFigure } from "../../properties/suite/figure.ts"
import { draw, groupColours } from "../drawing.ts"

/** Curves and points over one abscissa, in the colours of `legend`. */
export function curvesFigure({ caption, x, y, curves, range }: CurvesFigure): string {
  const points = curves.flatMap(({ name, mark, points: own }) => own.map((point) => ({ ...point, name, mark })))
  const domain = { domain: curves.map(({ name }) => name), range: curves.map((_, k) => groupColours[k % groupColours.length]) }
  const of = (mark: "line" | "dots") => points.filter((point) => point.mark === mark || point.mark === "both")
  return draw(
    {
      width: 520,
      height: 320,
      marginLeft: 66,
      marginRight: 20,
      marginTop: 26,
      marginBottom: 40,
      grid: true,
      x: { label: `${x} →` },
      y: { label: `↑ ${y}`, ...(range ? { domain: [...range] } : { nice: true }) },
      color: domain,
      marks: [
        ...(points.some(({ y: value }) => value !== null && value < 0) ? [Plot.ruleY([0], { stroke: "#999" })] : []),
        Plot.line(of("line"), { x: "x", y: "y", z: "name", stroke: "name", strokeWidth: 1.8, clip: true }),
        Plot.dot(of("dots"), {
          x: "x",
          y: "y",
          fill: "name",
          r: 2.6,
          clip: true,
          filter: ({ y: value }: { y: number | null }) => value !== null,
        }),
      ],
    },
    caption,
  )
}
