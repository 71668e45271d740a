import * as Plot from "@observablehq/plot"
import { draw, groupColours } from "../drawing.ts"
import type { ParityData } from "../report-data.ts"

/** About so many labels fit below the axis side by side, even those of energies such as −467.76. */
const TICKS = 3

const NAMES = { energy: "energy", force: "force component", stress: "stress component" }

/** Prediction against reference, coloured by group, with the line of equality. */
export function parityFigure(data: ParityData, groups: readonly string[]): string {
  const values = data.points.flatMap((point) => [point.reference, point.prediction])
  const low = Math.min(...values)
  const high = Math.max(...values)
  const margin = 0.04 * (high - low || 1)
  const domain: [number, number] = [low - margin, high + margin]
  return draw(
    {
      width: 348,
      height: 340,
      marginLeft: 64,
      marginBottom: 42,
      grid: true,
      x: { domain, label: `reference [${data.unit}] →`, ticks: TICKS },
      y: { domain, label: `↑ prediction [${data.unit}]`, ticks: 5 },
      color: { domain: [...groups], range: groups.map((_, index) => groupColours[index % groupColours.length]) },
      marks: [
        Plot.line(
          [domain, domain].map((_, end) => ({ v: domain[end] })),
          { x: "v", y: "v", stroke: "#999", strokeDasharray: "4 3" },
        ),
        Plot.dot(data.points, { x: "reference", y: "prediction", stroke: null, fill: "group", fillOpacity: 0.55, r: 1.8 }),
      ],
    },
    `${NAMES[data.property]} of ${data.set}: prediction against reference`,
  )
}
