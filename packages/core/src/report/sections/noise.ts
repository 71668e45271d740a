import { expectationSentences } from "../../fit/linear/search-rows.ts"
import type { ReportData } from "../report-data.ts"
import { table } from "../tables/table.ts"
import { escapeHtml, formatCount, formatNumber } from "../text.ts"
import { explained, folded, listed, section } from "./section.ts"

/** σ of every class of data, and the strengths of penalties. */
export function noiseSection({ classes, linear, noiseFinding }: ReportData): string {
  const penalties = linear?.penalties ?? []
  if (classes.length === 0 && penalties.length === 0) return ""
  const intervals = classes.some(({ interval }) => interval !== undefined)
  const rows = classes.map((entry) => [
    escapeHtml(entry.property),
    escapeHtml(entry.group),
    formatCount(entry.count),
    formatNumber(entry.sigma, 3),
    ...(intervals ? [shownInterval(entry.interval)] : []),
    escapeHtml(entry.unit),
    entry.origin,
  ])
  const head = ["property", "group", "data", "σ", ...(intervals ? ["95 % interval"] : []), "unit", ""]
  const unit = head.length - 2
  const balanced = linear?.balanced
    ? " Cross-validation chose them for small errors on data held out: they say what counts how much, not how large errors are."
    : ""
  const sigmas = folded(`${rows.length} classes`, rows.length, table(head, rows, { text: [0, 1, unit, unit + 1] }))
  return section(
    penalties.length > 0 ? "Weights and penalties" : "Weights",
    `σ is the standard deviation each class of data was weighed with: weight 1/σ².${balanced}${heavyTails(linear)}`,
    sigmas + unevenNoise(noiseFinding) + penaltyTable(linear) + expectations(linear),
  )
}

function heavyTails(linear: ReportData["linear"]): string {
  if (!linear || linear.degrees.length === 0) return ""
  const list = linear.degrees.map(({ name, value }) => `${formatNumber(value, 3)} of ${escapeHtml(name)}`)
  return ` Noise is Student's t of scale σ, which weighs outliers down; its degrees of freedom: ${list.join(", ")}.`
}

/** What differs from datum to datum, and the structures that count least for it. */
function unevenNoise(finding: ReportData["noiseFinding"]): string {
  if (!finding) return ""
  const { sentences, light, lightCount } = finding
  const said = sentences.map((sentence) => `${escapeHtml(sentence)}.`)
  const rows = light.map(({ file, frame, group, weight }) => [escapeHtml(file), String(frame), escapeHtml(group), formatNumber(weight, 2)])
  const shown =
    rows.length > 0
      ? folded(`${lightCount} structures`, lightCount, table(["file", "frame", "group", "mean weight"], rows, { text: [0, 2] }))
      : ""
  return `<h3>Noise that differs from datum to datum</h3>${listed(said)}${shown}`
}

function penaltyTable(linear: ReportData["linear"]): string {
  if (!linear || linear.penalties.length === 0) return ""
  const { penalties, unknowns, effectiveParameters } = linear
  const intervals = penalties.some(({ interval }) => interval !== undefined)
  const rows = penalties.map(({ name, value, interval, origin }) => [
    escapeHtml(name),
    formatNumber(value, 3),
    formatNumber(1 / Math.sqrt(value), 3),
    ...(intervals ? [shownInterval(interval)] : []),
    origin,
  ])
  const head = ["penalty", "α", "1/√α", ...(intervals ? ["95 % interval of α"] : []), ""]
  const decided =
    effectiveParameters === null
      ? ""
      : ` The data decide ${formatNumber(effectiveParameters, 4)} of ${unknowns} unknowns; penalties decide the others.`
  const explanation = `A penalty ½ α ‖Gθ‖² expects each row of Gθ to be of the size 1/√α.${decided}`
  return `<h3>Penalties</h3>${explained(explanation)}${folded(`${rows.length} penalties`, rows.length, table(head, rows, { text: [0, head.length - 1] }))}`
}

/** What the fit is expected to be at least, and what became of it. */
function expectations(linear: ReportData["linear"]): string {
  const record = linear?.expectations
  if (!record || record.of.length === 0) return ""
  const rows = record.of.map(({ name, rows: count, found, short, cost }) => [
    escapeHtml(name),
    formatCount(count),
    formatCount(found),
    formatCount(short),
    formatNumber(cost, 3),
  ])
  const head = ["expectation", "rows", "found by search", "held up by", "left of it, in ln likelihood"]
  const caption = `One-sided rows: they count only where the fit falls short of them, and then hold it up. ${expectationSentences(record).map(sentenceOf).join(" ")}`
  return `<h3>What is expected at least</h3>${table(head, rows, { caption })}`
}

function sentenceOf(sentence: string): string {
  return `${escapeHtml(sentence.charAt(0).toUpperCase() + sentence.slice(1))}.`
}

function shownInterval(interval: readonly [number, number] | undefined): string {
  return interval ? `${formatNumber(interval[0], 3)} – ${formatNumber(interval[1], 3)}` : "–"
}
