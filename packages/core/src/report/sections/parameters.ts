import { spectrumFigure } from "../figures/spectrum.ts"
import type { ParameterRecord, ReportData } from "../report-data.ts"
import { table } from "../tables/table.ts"
import { escapeHtml, formatNumber, formatWithError, typeset } from "../text.ts"
import { captioned, folded, listed, section } from "./section.ts"

/** Tables of more parameters than this show the largest. */
const MANY = 200
const SHOWN = 50

/** Values, standard errors and what the data know of their combinations. */
export function parametersSection({ parameters, spectrum, linear, gauges = [] }: ReportData): string {
  if (parameters.length === 0) return ""
  const many = parameters.length > MANY
  const shown = many ? largest(parameters) : parameters
  const summary = many
    ? `the ${shown.length} largest of ${parameters.length} parameters; all are in potential.json`
    : `${shown.length} parameters`
  const rows = shown.map((parameter) => [
    `<code>${escapeHtml(parameter.key)}</code>`,
    formatWithError(parameter.value, parameter.standardError),
    escapeHtml(parameter.unit === "1" ? "" : parameter.unit),
    escapeHtml(parameter.remark),
  ])
  const directions = spectrum.slice(-5).map((entry) => [formatNumber(entry.value, 3), escapeHtml(entry.direction)])
  const content = linear && linear.penalties.length > 0 ? "of data and penalties (the precision of the posterior)" : "of the data"
  const sloppy =
    spectrum.length > 0
      ? `<h3>Identifiability</h3>${captioned(`Eigenvalues of the Fisher information ${content}, each parameter in units of what it alone would be known to.`, spectrumFigure(spectrum))}${table(["eigenvalue", "direction"], directions, { text: [1], caption: "The least determined directions." })}`
      : ""
  return section(
    "Parameters",
    "Standard errors in parentheses (last digits) hold for the form as given: they do not cover what the form cannot describe.",
    folded(summary, rows.length, table(["parameter", "value", "unit", ""], rows, { text: [0, 2, 3] }), "narrow") +
      listed(gauges.map(typeset)) +
      sloppy,
  )
}

function largest(parameters: readonly ParameterRecord[]): readonly ParameterRecord[] {
  return [...parameters].sort((a, b) => Math.abs(b.value) - Math.abs(a.value)).slice(0, SHOWN)
}
