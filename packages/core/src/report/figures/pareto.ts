import * as Plot from "@observablehq/plot"
import { draw, inks } from "../drawing.ts"
import type { BalanceRecord, CurveProperty } from "../linear-data.ts"
import { logTick, positiveScale } from "../logarithmic.ts"
import { curveMarks } from "../series.ts"

/** Balances that are told beside their points. */
const TOLD = [1e-3, 10, 100, 1000]

interface Point {
  readonly ratio: number
  readonly x: number
  readonly y: number
}

/** Errors of one property against those of another for a range of balances, with the balance chosen marked by a ring. */
export function paretoFigure(
  balances: readonly BalanceRecord[],
  properties: readonly CurveProperty[],
  first: number,
  second: number,
): string {
  const trained = balances.flatMap(({ ratio, training }) => pointOf(ratio, training[first], training[second]))
  const held = balances.flatMap(({ ratio, heldOut }) => pointOf(ratio, heldOut?.[first] ?? null, heldOut?.[second] ?? null))
  const all = [...trained, ...held]
  const told = (held.length > 0 ? held : trained).filter(({ ratio }) => TOLD.includes(ratio))
  const [across, up] = [properties[first], properties[second]]
  return draw(
    {
      width: 420,
      height: 300,
      marginLeft: 64,
      marginRight: 44,
      marginTop: 28,
      marginBottom: 42,
      grid: true,
      x: { ...positiveScale(all.map(({ x }) => x)), label: `RMSE of ${across.name} [${across.unit}] →` },
      y: { ...positiveScale(all.map(({ y }) => y)), label: `↑ RMSE of ${up.name} [${up.unit}]` },
      marks: [
        ...curveMarks([{ points: trained }, { points: held }], "x", "y"),
        Plot.dot(
          all.filter(({ ratio }) => ratio === 1),
          { x: "x", y: "y", stroke: inks.strong, strokeWidth: 1.5, r: 7 },
        ),
        // Where energies weigh more, forces are worse: those points lie above the others.
        balanceNames(
          told.filter(({ ratio }) => ratio > 1),
          { dx: 8, dy: -6, textAnchor: "start" },
        ),
        balanceNames(
          told.filter(({ ratio }) => ratio < 1),
          { dy: -10 },
        ),
      ],
    },
    `errors of ${across.name} against errors of ${up.name}`,
  )
}

function pointOf(ratio: number, x: number | null, y: number | null): Point[] {
  return x === null || y === null ? [] : [{ ratio, x, y }]
}

function balanceNames(points: readonly Point[], place: Plot.TextOptions): Plot.Markish {
  return Plot.text(points, { x: "x", y: "y", text: ({ ratio }: Point) => `×${logTick(ratio)}`, fill: inks.soft, fontSize: 10, ...place })
}
