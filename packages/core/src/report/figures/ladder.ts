import * as Plot from "@observablehq/plot"
import { draw, groupColours } from "../drawing.ts"
import { decades } from "../logarithmic.ts"

/** A spectrum of its own column. */
export interface LadderSpectrum {
  readonly name: string
  /** Those that are zero are not drawn. */
  readonly eigenvalues: readonly number[]
}

/** More eigenvalues than this are drawn by their rank. */
const MANY = 80

const LABEL = "spectra of the information, by what says it"

/** Spectra side by side on one logarithmic axis: ladders of few eigenvalues, curves over the rank of many. */
export function ladderFigure(spectra: readonly LadderSpectrum[]): string {
  const points = spectra.flatMap(({ name, eigenvalues }, s) =>
    eigenvalues.flatMap((value, rank) => (value > 0 ? [{ name, value, rank: rank + 1, s }] : [])),
  )
  if (points.length === 0) return ""
  const y = { ...decades(points.map(({ value }) => value)), label: "↑ eigenvalue", grid: true }
  const many = spectra.some(({ eigenvalues }) => eigenvalues.length > MANY)
  const names = spectra.map(({ name }) => name)
  const color = { domain: names, range: names.map((_, k) => groupColours[k % groupColours.length]) }
  const size = { height: 340, marginTop: 28, marginLeft: 64, marginBottom: 40 }
  if (many) {
    return draw(
      {
        ...{ ...size, width: 720, color, y },
        x: { label: "direction, from the stiffest →" },
        marks: [Plot.line(points, { x: "rank", y: "value", stroke: "name", strokeWidth: 1.5 })],
      },
      LABEL,
    )
  }
  return draw(
    {
      ...{ ...size, width: Math.min(1100, 100 + 130 * names.length), color, y },
      x: { domain: names, label: null, padding: 0.25 },
      marks: [Plot.tickY(points, { x: "name", y: "value", stroke: "name", strokeWidth: 2 })],
    },
    LABEL,
  )
}
