import * as Plot from "@observablehq/plot"
import { draw, inks } from "../drawing.ts"
import type { ParityData } from "../report-data.ts"
import { seriesAt } from "../series.ts"

/** About so many labels fit below the axis side by side; of energies such as −467.76 fewer. */
const TICKS = 5
const LONG_TICKS = 3
const LONG = 50

const WIDTH = 348
const LEFT = 64
/** The same in both panels, so that they line up. */
const RIGHT = 16

/** Differences below this are rounding, in units of errors; on their own they would make an axis of their own. */
const ROUNDING = 1e-6

const NAMES = { energy: "energy", force: "force component", stress: "stress component" }

/** Prediction against reference by group, with the line of equality, and below it how far they are apart. */
export function parityFigure(data: ParityData, groups: readonly string[]): string {
  const values = data.points.flatMap((point) => [point.reference, point.prediction])
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const margin = 0.04 * (high - low || 1)
  const domain: [number, number] = [low - margin, high + margin]
  const ticks = Math.max(Math.abs(low), Math.abs(high)) >= LONG && high - low < LONG ? LONG_TICKS : TICKS
  const { factor, unit } = data.error
  const points = data.points.map((point) => ({ ...point, error: factor * (point.prediction - point.reference) }))
  const largest = Math.max(...points.map(({ error }) => Math.abs(error)))
  const reach = largest > ROUNDING ? 1.06 * largest : 1
  const scales = {
    color: { domain: [...groups], range: groups.map((_, k) => seriesAt(k).colour) },
    symbol: { domain: [...groups], range: groups.map((_, k) => seriesAt(k).symbol) },
  }
  const size = { width: WIDTH, marginLeft: LEFT, marginRight: RIGHT, grid: true }
  const dots = { x: "reference", stroke: "group", symbol: "group", fill: "none", strokeWidth: 0.9, strokeOpacity: 0.75, r: 2 } as const
  const above = draw(
    {
      ...{ ...size, ...scales, height: 290, marginBottom: 6 },
      x: { domain, ticks, axis: null, grid: true },
      y: { domain, label: `↑ prediction [${data.unit}]`, ticks: 5 },
      marks: [
        Plot.line(
          domain.map((v) => ({ v })),
          { x: "v", y: "v", stroke: inks.rule, strokeDasharray: "4 3" },
        ),
        Plot.dot(points, { ...dots, y: "prediction" }),
      ],
    },
    `${NAMES[data.property]} of ${data.set}: prediction against reference`,
  )
  const below = draw(
    {
      ...{ ...size, ...scales, height: 140, marginTop: 24, marginBottom: 38 },
      x: { domain, label: `reference [${data.unit}] →`, ticks },
      y: { domain: [-reach, reach], label: `↑ prediction − reference [${unit}]`, ticks: 3 },
      marks: [Plot.ruleY([0], { stroke: inks.rule, strokeDasharray: "4 3" }), Plot.dot(points, { ...dots, y: "error" })],
    },
    `${NAMES[data.property]} of ${data.set}: prediction less reference`,
  )
  return above + below
}
