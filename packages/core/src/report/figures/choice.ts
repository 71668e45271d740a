import * as Plot from "@observablehq/plot"
import { draw, groupColours } from "../drawing.ts"
import { decades, withinDecades } from "../logarithmic.ts"

/** A curve through the model that was chosen. */
export interface ChoiceCurve {
  readonly name: string
  /** `factor` on what was chosen, and what became of an error: 1 is that of the choice. */
  readonly points: readonly { readonly factor: number; readonly error: number }[]
}

/** Ratios of errors beyond this are of no interest. */
const MOST = 4

/** Errors against factors on a weight or strength, relative to those of the choice, which is marked by a line. */
export function choiceFigure(curves: readonly ChoiceCurve[], axis: string, label: string): string {
  const points = curves.flatMap(({ name, points: own }) => own.map((one) => ({ ...one, name })))
  const errors = points.map(({ error }) => error)
  const [low, high] = [Math.min(...errors, 0.95), Math.min(MOST, Math.max(...errors, 1.1))]
  return draw(
    {
      width: 480,
      height: 340,
      marginLeft: 56,
      marginTop: 28,
      marginBottom: 42,
      inset: 4,
      grid: true,
      x: { ...decades(points.map(({ factor }) => factor)), label: `${axis} →` },
      y: { ...withinDecades(low, high), label: "↑ error on data held out, relative to the choice" },
      color: { domain: curves.map(({ name }) => name), range: curves.map((_, k) => groupColours[k % groupColours.length]) },
      marks: [
        Plot.ruleX([1], { stroke: "#1d1f21" }),
        Plot.ruleY([1], { stroke: "#999", strokeDasharray: "4 3" }),
        Plot.line(points, { x: "factor", y: "error", z: "name", stroke: "name", strokeWidth: 1.5, clip: true }),
        Plot.dot(points, { x: "factor", y: "error", fill: "name", r: 2.5, clip: true }),
      ],
    },
    label,
  )
}
