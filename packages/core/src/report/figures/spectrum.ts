import * as Plot from "@observablehq/plot"
import { draw } from "../drawing.ts"
import { decades } from "../logarithmic.ts"
import { seriesAt } from "../series.ts"

/** More lines than this run together; they are drawn by their rank. */
const MANY = 60

const LABEL = "eigenvalues of the Fisher information"

/** Eigenvalues of the Fisher information on a logarithmic scale: of few, stiff directions right; of many, the stiffest first. */
export function spectrumFigure(spectrum: readonly { readonly value: number }[]): string {
  const values = spectrum.flatMap(({ value }) => (value > 0 ? [value] : []))
  if (values.length === 0) return ""
  return values.length > MANY ? byRank(values) : asLines(values)
}

function asLines(values: readonly number[]): string {
  return draw(
    {
      width: 720,
      height: 110,
      marginBottom: 40,
      marginLeft: 24,
      marginRight: 24,
      x: { ...decades(values), label: "eigenvalue of the Fisher information →", grid: true },
      marks: [Plot.tickX(values, { x: (value: number) => value, stroke: seriesAt(0).colour, strokeWidth: 1.5 })],
    },
    LABEL,
  )
}

function byRank(values: readonly number[]): string {
  return draw(
    {
      width: 720,
      height: 260,
      marginTop: 28,
      marginLeft: 64,
      marginBottom: 40,
      grid: true,
      x: { label: "direction, from the stiffest →" },
      y: { ...decades(values), label: "↑ eigenvalue" },
      marks: [
        Plot.dot(values, { x: (_: number, rank: number) => rank + 1, y: (value: number) => value, fill: seriesAt(0).colour, r: 1.6 }),
      ],
    },
    LABEL,
  )
}
