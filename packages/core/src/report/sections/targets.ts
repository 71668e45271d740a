import { costFigure, deviationFigure } from "../figures/trade-off.ts"
import type { ReportData } from "../report-data.ts"
import type { TargetRecord, TradeOffRecord } from "../target-data.ts"
import { legend } from "../series.ts"
import { table } from "../tables/table.ts"
import { escapeHtml, formatNumber, formatWithError, plainNumber } from "../text.ts"
import { captioned, explained, row, section } from "./section.ts"

/** Targets beside their predictions, and what they cost. */
export function targetsSection({ targets: record }: ReportData): string {
  if (!record) return ""
  const { targets, tradeOff } = record
  const rows = targets.map((target) => [
    escapeHtml(target.name),
    target.prediction === null ? "–" : formatWithError(target.prediction, target.standardError),
    plainNumber(target.value, 6),
    formatNumber(target.sigma, 2),
    escapeHtml(target.unit),
    `<b>${shownPercent(target)}</b>`,
    signed(target.deviation),
  ])
  const head = ["target", "prediction", "value", "σ", "unit", "deviation [%]", "[σ]"]
  return section(
    "Targets",
    "Properties of crystals that were fitted beside the data, with the σ given to each. Standard errors of predictions in parentheses (last digits) are those of the parameters.",
    table(head, rows, { text: [0, 4], caption: "Targets and what the potential makes of them." }) + costs(tradeOff, targets),
  )
}

function costs(tradeOff: readonly TradeOffRecord[], targets: readonly TargetRecord[]): string {
  if (tradeOff.length < 2) return ""
  const names = [...new Set(tradeOff.flatMap(({ errors }) => Object.keys(errors)))]
  const units = names.map((name) => tradeOff.map(({ errors }) => errors[name]?.unit).find(Boolean) ?? "")
  const sorted = [...tradeOff].sort((a, b) => (b.factor ?? Infinity) - (a.factor ?? Infinity))
  const rows = sorted.map(({ factor, errors, deviation }) => [
    factor === null ? "<b>without targets</b>" : factor === 1 ? "<b>as given</b>" : `× ${factor}`,
    ...names.map((name) => formatNumber(errors[name]?.rmse, 3)),
    formatNumber(deviation, 3),
  ])
  const head = ["σ of targets", ...names.map((name, k) => `${name} RMSE [${units[k]}]`), "targets off by [σ]"]
  const figures = [
    captioned("Errors on the training data against the σ of targets.", legend(names) + costFigure(tradeOff)),
    captioned("Deviations of the targets against their σ.", legend(targets.map(({ name }) => name)) + deviationFigure(tradeOff, targets)),
  ]
  return `<h3>What targets cost</h3>${explained("Fits with every σ of the targets times a factor, and one without targets; σ of the data as in the fit. The line is the fit of this report.")}${table(head, rows)}${row(figures)}`
}

function shownPercent({ prediction, value }: TargetRecord): string {
  return prediction === null || value === 0 ? "–" : signed(100 * (prediction / value - 1))
}

function signed(value: number): string {
  return value.toFixed(2).replace("-", "−")
}
