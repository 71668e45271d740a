import * as Plot from "@observablehq/plot"
import type { BandsFigure } from "../../properties/suite/figure.ts"
import { draw, inks } from "../drawing.ts"
import { seriesAt } from "../series.ts"

const HEIGHT = 320
const [TOP, BOTTOM] = [20, 40]
/** Of frequencies, by the largest one. */
const ROUNDING = 1e-3

/** Phonon bands, and beside them on the same ordinate the density of states. */
export function bandsFigure({ caption, unit, places, branches, ticks, density }: BandsFigure): string {
  const { colour } = seriesAt(0)
  const all = branches.flat()
  const high = Math.max(...all)
  const lowest = Math.min(...all)
  const low = lowest < -ROUNDING * high ? lowest : 0
  const domain = [low < 0 ? low - 0.04 * (high - low) : 0, high + 0.04 * (high - low)]
  const points = branches.flatMap((frequencies, branch) => frequencies.map((frequency, k) => ({ place: places[k], frequency, branch })))
  const states = density.frequencies.map((frequency, k) => ({ frequency, states: density.values[k] }))
  const unstable = low < 0 ? [Plot.rectY([{ from: domain[0], to: 0 }], { y1: "from", y2: "to", fill: inks.unstable })] : []
  const shared = { height: HEIGHT, marginTop: TOP, marginBottom: BOTTOM }
  const bands = draw(
    {
      ...shared,
      width: 420,
      marginLeft: 50,
      marginRight: 10,
      x: { ticks: [...new Set(ticks.map(({ at }) => at))], tickFormat: (at: number) => labelAt(ticks, at), tickSize: 0, label: null },
      y: { domain, label: `↑ frequency [${unit}]${low < 0 ? ", imaginary below zero" : ""}`, nice: false },
      marks: [
        ...unstable,
        Plot.ruleX(ticks, { x: "at", stroke: inks.faint }),
        Plot.ruleY([0], { stroke: inks.rule }),
        Plot.line(points, { x: "place", y: "frequency", z: "branch", stroke: colour, strokeWidth: 1.6, clip: true }),
      ],
    },
    caption,
  )
  if (states.length === 0) return bands
  const beside = draw(
    {
      ...shared,
      width: 130,
      marginLeft: 16,
      marginRight: 10,
      x: { label: "states →", ticks: [] },
      y: { domain, ticks: [], label: null },
      marks: [
        ...unstable,
        Plot.ruleY([0], { stroke: inks.rule }),
        Plot.areaX(states, { y: "frequency", x: "states", fill: colour, fillOpacity: 0.25 }),
        Plot.line(states, { y: "frequency", x: "states", stroke: colour, strokeWidth: 1.4 }),
      ],
    },
    `density of states: ${caption}`,
  )
  return `<div class="beside">${bands}${beside}</div>`
}

/** What stands at a place: two points where the path jumps. */
function labelAt(ticks: BandsFigure["ticks"], at: number): string {
  return [...new Set(ticks.filter((tick) => tick.at === at).map(({ label }) => label))].join("|")
}
