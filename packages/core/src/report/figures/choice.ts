import * as Plot from "@observablehq/plot"
import { draw, inks } from "../drawing.ts"
import { decades, withinDecades } from "../logarithmic.ts"
import { curveMarks } from "../series.ts"

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
  const points = curves.flatMap(({ points: own }) => own)
  const errors = points.map(({ error }) => error)
  const [low, high] = [Math.min(...errors, 0.95), Math.min(MOST, Math.max(...errors, 1.1))]
  const shown = curves.map(({ points: own }) => ({ points: own.filter(({ error }) => error <= high) }))
  return draw(
    {
      width: 420,
      height: 300,
      marginLeft: 56,
      marginTop: 28,
      marginBottom: 42,
      inset: 4,
      grid: true,
      x: { ...decades(points.map(({ factor }) => factor)), label: `${axis} →` },
      y: { ...withinDecades(low, high), label: "↑ error on data held out, relative to the choice" },
      marks: [
        Plot.ruleX([1], { stroke: inks.strong }),
        Plot.ruleY([1], { stroke: inks.rule, strokeDasharray: "4 3" }),
        ...curveMarks(shown, "factor", "error"),
      ],
    },
    label,
  )
}
