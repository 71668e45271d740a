import * as Plot from "@observablehq/plot"
import { draw, inks } from "../drawing.ts"
import type { ComparisonRecord } from "../linear-data.ts"
import { decades } from "../logarithmic.ts"
import { seriesAt } from "../series.ts"

/** The criterion of every model that a solver compared, the best of each size as a line, the best of all marked by a ring. */
export function comparisonFigure({ axis, logarithmic, criterion, points }: ComparisonRecord): string {
  const { colour } = seriesAt(0)
  const best = points.reduce((one, other) => (other.criterion < one.criterion ? other : one))
  return draw(
    {
      width: 420,
      height: 300,
      marginLeft: 70,
      marginTop: 28,
      marginBottom: 42,
      grid: true,
      x: { label: `${axis} →`, ...(logarithmic ? decades(points.map(({ at }) => at)) : {}) },
      y: { label: `↑ ${criterion}`, nice: true },
      marks: [
        Plot.line(lowest(points), { x: "at", y: "criterion", stroke: colour, strokeWidth: 1.5 }),
        Plot.dot(points, { x: "at", y: "criterion", fill: colour, r: points.length > 60 ? 1.2 : 2.5 }),
        Plot.dot([best], { x: "at", y: "criterion", stroke: inks.strong, strokeWidth: 1.5, r: 7 }),
      ],
    },
    `${criterion} against ${axis}`,
  )
}

/** The best model at each place of the axis, in their order. */
function lowest(points: ComparisonRecord["points"]): ComparisonRecord["points"] {
  const best = [...Map.groupBy(points, ({ at }) => at).values()].map((own) =>
    own.reduce((one, other) => (other.criterion < one.criterion ? other : one)),
  )
  return best.sort((a, b) => a.at - b.at)
}
