import * as Plot from "@observablehq/plot"
import type { CurvesFigure } from "../../properties/suite/figure.ts"
import { draw, inks } from "../drawing.ts"
import { curveMarks } from "../series.ts"

/** Curves of more points than this would be beaded by them. */
const BEADS = 40

/** Curves and points over one abscissa, in the looks of `legend`. */
export function curvesFigure({ caption, x, y, curves, range }: CurvesFigure): string {
  const values = curves.flatMap(({ points }) => points.flatMap(({ y: value }) => (value === null ? [] : [value])))
  const within = (value: number | null): boolean => value === null || !range || (value >= range[0] && value <= range[1])
  const drawn = curves.map(({ points, mark }) => ({
    points: mark === "dots" ? points.filter(({ y: value }) => within(value)) : points,
    mark: mark === "both" && points.length > BEADS ? ("line" as const) : mark,
  }))
  return draw(
    {
      width: 420,
      height: 290,
      marginLeft: 66,
      marginRight: 20,
      marginTop: 26,
      marginBottom: 40,
      insetLeft: 4,
      insetRight: 4,
      grid: true,
      x: { label: `${x} →` },
      y: { label: `↑ ${y}`, ...(range ? { domain: [...range] } : { nice: true }) },
      marks: [...(values.some((value) => value < 0) ? [Plot.ruleY([0], { stroke: inks.rule })] : []), ...curveMarks(drawn, "x", "y")],
    },
    caption,
  )
}
