import { groupColours } from "./drawing.ts"
import { convergenceFigure } from "./figures/convergence.ts"
import { functionFigure } from "./figures/function-curve.ts"
import { parityFigure } from "./figures/parity.ts"
import { spectrumFigure } from "./figures/spectrum.ts"
import type { ReportData } from "./report-data.ts"
import { style } from "./style.ts"
import { errorTable } from "./tables/errors.ts"
import { table } from "./tables/table.ts"
import { escapeHtml, formatNumber, formatWithError } from "./text.ts"

/** The whole report as one self-contained HTML document: no script, no request, every figure inline SVG. */
export function reportPage(data: ReportData): string {
  const sections = [errorsSection, paritySection, functionsSection, parametersSection, noiseSection, convergenceSection, exportsSection]
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(data.title)}</title><style>${style}</style></head>
<body><main>
<h1>${escapeHtml(data.title)}</h1>
${data.summary.map((sentence) => `<p>${escapeHtml(sentence)}</p>`).join("\n")}
${data.warnings.length > 0 ? `<aside><h2>Before you use it</h2><ul>${data.warnings.map((warning) => `<li>${escapeHtml(warning)}</li>`).join("")}</ul></aside>` : ""}
${sections.map((section) => section(data)).join("\n")}
${provenanceSection(data)}
</main></body></html>
`
}

function section(title: string, explanation: string, body: string): string {
  return `<section><h2>${title}</h2><p class="explanation">${explanation}</p>${body}</section>`
}

function errorsSection({ sets }: ReportData): string {
  const tables = Object.entries(sets).map(([name, errors]) => `<h3>${escapeHtml(name)}</h3>${errorTable(errors)}`)
  return section(
    "Errors",
    "Energies per atom, forces per Cartesian component, stresses per Voigt component. Test sets were not used in the fit.",
    tables.join("\n"),
  )
}

function paritySection({ parity }: ReportData): string {
  if (parity.length === 0) return ""
  const groups = [...new Set(parity.flatMap((entry) => entry.points.map((point) => point.group)))].sort()
  const figures = parity.map((entry) => {
    const thinned = entry.points.length < entry.total ? `, ${entry.points.length} of ${entry.total} shown` : ""
    return `<figure><figcaption>${escapeHtml(entry.set)}: ${entry.property}${thinned}</figcaption>${parityFigure(entry, groups)}</figure>`
  })
  return section(
    "Prediction against reference",
    "Points on the dashed line are exact. Energies of single free atoms are not drawn.",
    legend(groups) + `<div class="row">${figures.join("\n")}</div>`,
  )
}

function legend(groups: readonly string[]): string {
  const entries = groups.map(
    (group, index) => `<span><i style="background:${groupColours[index % groupColours.length]}"></i>${escapeHtml(group)}</span>`,
  )
  return `<div class="legend">${entries.join("")}</div>`
}

function functionsSection({ functions }: ReportData): string {
  if (functions.length === 0) return ""
  const figures = functions.map((curve) => `<figure><figcaption>${escapeHtml(curve.name)}</figcaption>${functionFigure(curve)}</figure>`)
  return section(
    "Fitted functions",
    "Band: ±2σ from the parameter covariance. Histogram: how often each argument occurs in the training data; grey parts of a curve are supported by none.",
    `<div class="row">${figures.join("\n")}</div>`,
  )
}

function parametersSection({ parameters, spectrum }: ReportData): string {
  const rows = parameters.map((parameter) => [
    `<code>${escapeHtml(parameter.key)}</code>`,
    formatWithError(parameter.value, parameter.standardError),
    escapeHtml(parameter.unit === "1" ? "" : parameter.unit),
    escapeHtml(parameter.remark),
  ])
  const directions = spectrum.slice(-5).map((entry) => [formatNumber(entry.value, 3), escapeHtml(entry.direction)])
  const sloppy =
    spectrum.length > 0
      ? `<h3>Identifiability</h3>${spectrumFigure(spectrum)}<p class="explanation">The least determined directions:</p>${table(["eigenvalue", "direction"], directions, [1])}`
      : ""
  return section(
    "Parameters",
    "Standard errors in parentheses (last digits) hold for the form as given: they do not cover what the form cannot describe.",
    folded(`${rows.length} parameters`, rows.length, table(["parameter", "value", "unit", ""], rows, [0, 2, 3])) + sloppy,
  )
}

/** Tables longer than this open when asked. */
const LONG = 24

function folded(summary: string, rows: number, body: string): string {
  return rows > LONG ? `<details><summary>${summary}</summary>${body}</details>` : body
}

function noiseSection({ classes }: ReportData): string {
  if (classes.length === 0) return ""
  const rows = classes.map((entry) => [
    escapeHtml(entry.property),
    escapeHtml(entry.group),
    String(entry.count),
    formatNumber(entry.sigma, 3),
    escapeHtml(entry.unit),
    entry.origin,
  ])
  return section(
    "Weights",
    "σ is the standard deviation each class of data was weighed with: weight 1/σ².",
    folded(`${rows.length} classes`, rows.length, table(["property", "group", "data", "σ", "unit", ""], rows, [0, 1, 4, 5])),
  )
}

function convergenceSection({ convergence }: ReportData): string {
  if (convergence.length < 2) return ""
  const stages = [...new Set(convergence.map((record) => record.stage))]
  return section(
    "Convergence",
    "Every accepted and rejected step in the order they were made.",
    legend(stages) + convergenceFigure(convergence),
  )
}

function exportsSection({ exports }: ReportData): string {
  if (exports.length === 0) return ""
  const rows = exports.map((check) => [
    escapeHtml(check.engine),
    escapeHtml(check.quantity),
    formatNumber(check.difference, 2),
    escapeHtml(check.unit),
  ])
  return section(
    "Exported files, run elsewhere",
    "Largest difference between this potential and the engine that ran the exported files.",
    table(["engine", "quantity", "largest difference", "unit"], rows, [0, 1, 3]),
  )
}

function provenanceSection({ provenance }: ReportData): string {
  const rows = Object.entries(provenance).map(([key, value]) => [escapeHtml(key), `<code>${escapeHtml(value)}</code>`])
  return section("Provenance", "What is needed to make this report again.", table(["", ""], rows, [0, 1]))
}
