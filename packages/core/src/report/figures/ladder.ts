import * as Plot from "@observablehq/plot"
import { draw } from "../drawing.ts"
import { decades } from "../logarithmic.ts"
import { curveMarks, seriesAt } from "../series.ts"

/** A spectrum of its own column. */
export interface LadderSpectrum {
  readonly name: string
  /** Those that are zero are not drawn. */
  readonly eigenvalues: readonly number[]
}

/** More eigenvalues than this are drawn by their rank. */
const MANY = 80

const LABEL = "spectra of the information, by what says it"

/** Whether eigenvalues are drawn as curves over their rank: there are too many for ladders. */
export function drawnByRank(spectra: readonly LadderSpectrum[]): boolean {
  return spectra.some(({ eigenvalues }) => eigenvalues.length > MANY)
}

/** Spectra side by side on one logarithmic axis: ladders of few eigenvalues, curves over the rank of many. */
export function ladderFigure(spectra: readonly LadderSpectrum[]): string {
  const curves = spectra.map(({ name, eigenvalues }, s) => ({
    points: eigenvalues.flatMap((value, rank) => (value > 0 ? [{ name, value, rank: rank + 1, s }] : [])),
  }))
  const points = curves.flatMap(({ points: own }) => own)
  if (points.length === 0) return ""
  const y = { ...decades(points.map(({ value }) => value)), label: "↑ eigenvalue", grid: true }
  const names = spectra.map(({ name }) => name)
  const size = { height: 300, marginTop: 28, marginLeft: 64, marginBottom: 40 }
  if (drawnByRank(spectra)) {
    return draw(
      {
        ...{ ...size, width: 420, y },
        x: { label: "direction, from the stiffest →" },
        marks: curveMarks(curves, "rank", "value", { mark: "line" }),
      },
      LABEL,
    )
  }
  return draw(
    {
      ...{ ...size, width: Math.min(1100, 100 + 110 * names.length), y },
      color: { domain: names, range: names.map((_, k) => seriesAt(k).colour) },
      x: { domain: names, label: null, padding: 0.25 },
      marks: [Plot.tickY(points, { x: "name", y: "value", stroke: "name", strokeWidth: 1.5 })],
    },
    LABEL,
  )
}
