import * as Plot from "@observablehq/plot"
import type { DimerCurve } from "../../certificate/certificate.ts"
import { draw, inks } from "../drawing.ts"
import { seriesAt } from "../series.ts"

/** Depths of the well that are shown of the wall above it. */
const WALL = 3
/** Height that is shown of a curve without a well [eV]. */
const WELL_LESS = 1

/** Energy of a dimer against its distance, cut off well above the well; closer than the shortest distance the ground is shaded. */
export function dimerFigure({ pair, distances, energies, shortest, origin }: DimerCurve): string {
  const points = distances.flatMap((r, k) => {
    const energy = energies[k]
    return energy === null ? [] : [{ r, energy }]
  })
  const known = points.filter(({ r }) => r >= shortest)
  const depth = -Math.min(0, ...known.map(({ energy }) => energy))
  const [low, high] = depth > 0 ? [-1.25 * depth, WALL * depth] : [-0.1 * WELL_LESS, WELL_LESS]
  const shade = { x1: distances[0], x2: shortest, y1: low, y2: high }
  return draw(
    {
      width: 420,
      height: 270,
      marginBottom: 40,
      marginLeft: 60,
      grid: true,
      x: { label: "r [Å] →", domain: [distances[0], distances.at(-1)] },
      y: { label: "↑ energy [eV]", domain: [low, high] },
      marks: [
        Plot.rectY([shade], { x1: "x1", x2: "x2", y1: "y1", y2: "y2", fill: inks.shade, clip: true }),
        Plot.ruleY([0], { stroke: inks.rule }),
        Plot.line(points, { x: "r", y: "energy", stroke: seriesAt(0).colour, strokeWidth: 2, clip: true }),
        Plot.text([{ x: shortest, y: high, text: `shortest (${origin})` }], {
          ...{ x: "x", y: "y", text: "text", textAnchor: "start", dx: 4, dy: 8, fill: inks.soft },
        }),
        Plot.ruleX([shortest], { stroke: inks.rule, strokeDasharray: "3 3" }),
      ],
    },
    `energy of the dimer ${pair}`,
  )
}
