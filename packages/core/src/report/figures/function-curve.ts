import * as Plot from "@observablehq/plot"
import { draw, inks } from "../drawing.ts"
import type { FunctionCurve } from "../report-data.ts"
import { seriesAt } from "../series.ts"

const WIDTH = 420
const LEFT = 64
/** The same in both figures, so that they line up. */
const RIGHT = 20

/**
 * A fitted function with its ±2σ band over the histogram of the arguments that support it; dashed where no datum does, cut off above
 * `range`.
 */
export function functionFigure(curve: FunctionCurve): string {
  const { colour } = seriesAt(0)
  const points = curve.x.map((x, i) => ({ x, y: curve.y[i], error: 2 * (curve.sigma?.[i] ?? 0) }))
  const occupied = curve.support.filter((bin) => bin.count > 0)
  const first = occupied[0]?.from ?? Infinity
  const last = occupied.at(-1)?.to ?? -Infinity
  const supported = points.filter((point) => point.x >= first && point.x <= last && Number.isFinite(point.y))
  const shown = supported.length > 1 ? supported : points.filter((point) => Number.isFinite(point.y))
  const low = Math.max(Math.min(...shown.map((point) => point.y), 0), curve.range?.[0] ?? -Infinity)
  const high = Math.min(Math.max(...shown.map((point) => point.y), 0), curve.range?.[1] ?? Infinity)
  const margin = 0.08 * (high - low || 1)
  const x = { domain: [curve.x[0], curve.x.at(-1)] }
  const band = curve.sigma
    ? [
        Plot.areaY(points, {
          x: "x",
          y1: (d) => d.y - d.error,
          y2: (d) => d.y + d.error,
          fill: colour,
          fillOpacity: 0.2,
          clip: true,
        }),
      ]
    : []
  const above = draw(
    {
      width: WIDTH,
      height: 240,
      marginLeft: LEFT,
      marginRight: RIGHT,
      marginBottom: 8,
      grid: true,
      x: { ...x, axis: null },
      y: { domain: [low - margin, high + margin], label: `↑ ${curve.yLabel}` },
      marks: [
        Plot.ruleY([0], { stroke: inks.rule }),
        ...band,
        Plot.line(points, { x: "x", y: "y", stroke: inks.rule, strokeWidth: 1.2, strokeDasharray: "3 2", clip: true }),
        Plot.line(supported, { x: "x", y: "y", stroke: colour, strokeWidth: 2, clip: true }),
      ],
    },
    curve.name,
  )
  const below = draw(
    {
      width: WIDTH,
      height: 104,
      marginLeft: LEFT,
      marginRight: RIGHT,
      marginBottom: 36,
      marginTop: 20,
      x: { ...x, label: `${curve.xLabel} →` },
      y: { domain: [0, Math.max(1, ...occupied.map((bin) => bin.count))], label: "↑ data", ticks: 2, tickFormat: shortCount },
      marks: [
        Plot.rectY(occupied, { x1: "from", x2: "to", y: "count", fill: inks.rule }),
        ...(occupied.length > 0 ? [] : [Plot.text(["none in the data"], { frameAnchor: "middle", fill: inks.soft })]),
        Plot.ruleY([0], { stroke: inks.rule }),
      ],
    },
    `arguments of ${curve.name} in the data`,
  )
  return above + below
}

/** `150k`, and 0 without a letter. */
function shortCount(count: number): string {
  return count >= 1e6 ? `${count / 1e6}M` : count >= 1000 ? `${count / 1000}k` : String(count)
}
