import * as Plot from "@observablehq/plot"
import { draw, inks } from "../drawing.ts"
import { curveMarks } from "../series.ts"
import type { TargetRecord, TradeOffRecord } from "../target-data.ts"

interface Point {
  readonly at: string
  readonly name: string
  readonly value: number
}

/** Errors on the training data, relative to those without targets, as targets weigh more and more. */
export function costFigure(tradeOff: readonly TradeOffRecord[]): string {
  const sorted = byWeight(tradeOff)
  const without = sorted.find(({ factor }) => factor === null)
  const names = [...new Set(sorted.flatMap(({ errors }) => Object.keys(errors)))]
  const points = sorted.flatMap((one) =>
    names.flatMap((name): Point[] => {
      const [own, free] = [one.errors[name], without?.errors[name]]
      return own && free && free.rmse > 0 ? [{ at: placeOf(one), name, value: 100 * (own.rmse / free.rmse - 1) }] : []
    }),
  )
  return curves(sorted, points, names, "↑ RMSE above that without targets [%]", "errors against the weight of targets")
}

/** Deviations of the targets as they weigh more and more. */
export function deviationFigure(tradeOff: readonly TradeOffRecord[], targets: readonly TargetRecord[]): string {
  const sorted = byWeight(tradeOff)
  const names = targets.map(({ name }) => name)
  const points = sorted.flatMap((one) =>
    one.percent.flatMap((percent, t): Point[] => (percent === null ? [] : [{ at: placeOf(one), name: names[t], value: percent }])),
  )
  return curves(sorted, points, names, "↑ prediction beside target [%]", "deviations of targets against their weight")
}

function curves(sorted: readonly TradeOffRecord[], points: readonly Point[], names: readonly string[], up: string, label: string): string {
  const given = sorted.filter(({ factor }) => factor === 1).map(placeOf)
  return draw(
    {
      width: 420,
      height: 300,
      marginLeft: 60,
      marginRight: 20,
      marginTop: 28,
      marginBottom: 42,
      grid: true,
      x: { type: "point", domain: sorted.map(placeOf), label: "σ of the targets beside that given →" },
      y: { label: up, nice: true, ticks: 6 },
      marks: [
        Plot.ruleX(given, { stroke: inks.strong }),
        Plot.ruleY([0], { stroke: inks.rule, strokeDasharray: "4 3" }),
        ...curveMarks(
          names.map((name) => ({ points: points.filter((point) => point.name === name) })),
          "at",
          "value",
        ),
      ],
    },
    label,
  )
}

/** From no targets to the strongest. */
function byWeight(tradeOff: readonly TradeOffRecord[]): readonly TradeOffRecord[] {
  return [...tradeOff].sort((a, b) => (b.factor ?? Infinity) - (a.factor ?? Infinity))
}

function placeOf({ factor }: TradeOffRecord): string {
  return factor === null ? "without" : factor === 1 ? "as given" : `× ${factor}`
}
