import * as Plot from "@observablehq/plot"
import { draw } from "../drawing.ts"

/** Parameters beyond which squares are too small to be seen. */
export const MOST_CORRELATED = 60

/** Correlations beyond this carry their sign. */
const CLEAR = 0.5

/** Correlations of parameters as squares from −1 (orange) to 1 (blue); those of open parameters are left white. */
export function correlationFigure(names: readonly string[], correlation: readonly (readonly (number | null)[])[]): string {
  const cells = correlation.flatMap((row, i) =>
    row.flatMap((value, j) => (value === null ? [] : [{ one: names[i], other: names[j], value }])),
  )
  const side = Math.max(14, Math.min(34, 620 / names.length))
  const room = 14 + 7 * Math.max(...names.map((name) => name.length))
  return draw(
    {
      width: room + side * names.length + 20,
      height: room + side * names.length + 10,
      ...{ marginLeft: room, marginBottom: room, marginTop: 8, marginRight: 8 },
      x: { domain: names, label: null, tickRotate: -90, tickSize: 0 },
      y: { domain: names, label: null, tickSize: 0 },
      color: { type: "linear", domain: [-1, 0, 1], range: ["#d55e00", "#f7f7f7", "#0072b2"] },
      marks: [
        Plot.cell(cells, { x: "other", y: "one", fill: "value", inset: 0.5 }),
        // Signs, for grey print.
        Plot.text(
          cells.filter(({ value, one, other }) => one !== other && Math.abs(value) >= CLEAR),
          { x: "other", y: "one", text: ({ value }: { value: number }) => (value < 0 ? "−" : "+"), fill: "#000" },
        ),
      ],
    },
    "correlations of the parameters",
  )
}
