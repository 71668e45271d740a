import type { Figure } from "../../properties/suite/figure.ts"
import type { PropertiesRecord, PropertyRecord } from "../../properties/suite/record.ts"
import { bandsFigure } from "../figures/bands.ts"
import { curvesFigure } from "../figures/curves.ts"
import { deviationsFigure } from "../figures/deviations.ts"
import type { ReportData } from "../report-data.ts"
import { legend } from "../series.ts"
import { table } from "../tables/table.ts"
import { escapeHtml, formatNumber, formatWithError, plainNumber, typeset } from "../text.ts"
import { methods } from "./methods.ts"
import { captioned, explained, type Heading, listed, row, section, subsection } from "./section.ts"

/** Deviations beyond this many per cent stand out. */
const FAR = 10
/** Fewer comparisons are seen at a glance in the tables. */
const FEWEST = 3
/** Digits of numbers without an error; of lengths, volumes and energies of cohesion one more. */
const DIGITS = 4
const FINE: ReadonlySet<string> = new Set(["Å", "Å³/atom", "Å³", "°"])

/** In a report: each suite as one part. */
export function propertiesSection({ properties = [] }: Pick<ReportData, "properties">): string {
  return properties
    .map((record) => {
      const source = record.reference === null ? "" : `Reference values: ${escapeHtml(record.reference)}. `
      const errors = record.properties.some(({ standardError }) => standardError !== null)
        ? "Standard errors in parentheses (last digits)."
        : "Standard errors are not known."
      return section(
        `Properties of ${escapeHtml(record.subject)}: ${record.suite}`,
        `${source}${errors}`,
        propertyParts(record, subsection).join("\n"),
      )
    })
    .join("\n")
}

/** Numbers and figures of a suite, each part under a heading, after all that has a reference at a glance. */
export function propertyParts(record: PropertiesRecord, heading: Heading): readonly string[] {
  const parts = record.parts.map((part) => partOf(record, part, heading))
  return [deviations(record, heading), ...parts].filter((one) => one !== "")
}

function deviations({ properties, reference }: PropertiesRecord, heading: Heading): string {
  const compared = properties.filter(({ deviation }) => deviation !== null)
  if (compared.length < FEWEST) return ""
  const source = reference === null ? "" : `, from ${escapeHtml(reference)}`
  const bars = compared.some(({ standardError }) => standardError !== null) ? " Bars are two standard errors, where they are known." : ""
  return heading("Beside reference values", "", captioned(`Deviations from reference values${source}.${bars}`, deviationsFigure(compared)))
}

function partOf(
  { properties }: PropertiesRecord,
  { name, title, remarks, figures }: PropertiesRecord["parts"][number],
  heading: Heading,
): string {
  const own = properties.filter(({ part }) => part === name)
  const shown = [...(own.length === 0 ? [] : [numbers(own, title)]), ...figures.map(figureOf)]
  const body = row(shown)
  return heading(escapeHtml(title), "", explained(methods[name]?.how ?? "") + listed(remarks.map(typeset)) + body)
}

function numbers(own: readonly PropertyRecord[], title: string): string {
  const compared = own.some(({ reference }) => reference !== null)
  const troubled = own.some(({ trouble }) => trouble !== null)
  const rows = own.map(({ label, unit, value, standardError, reference, deviation, trouble }) => [
    typeset(label),
    value === null ? "–" : shownValue(value, standardError, unit),
    escapeHtml(unit),
    ...(compared ? [reference === null ? "" : plainNumber(reference, 6), shownDeviation(deviation)] : []),
    ...(troubled ? [trouble === null ? "" : `<span class="trouble">${escapeHtml(trouble)}</span>`] : []),
  ])
  const head = ["property", "value", "unit", ...(compared ? ["reference", "deviation [%]"] : []), ...(troubled ? ["remark"] : [])]
  return table(head, rows, { text: [0, 2, ...(troubled ? [head.length - 1] : [])], caption: `${escapeHtml(title)}.` })
}

function shownValue(value: number, standardError: number | null, unit: string): string {
  if (standardError !== null && standardError > 0) return formatWithError(value, standardError)
  return formatNumber(value, FINE.has(unit) ? DIGITS + 1 : DIGITS)
}

function shownDeviation(deviation: number | null): string {
  if (deviation === null) return ""
  const text = `${deviation < 0 ? "−" : "+"}${Math.abs(deviation).toFixed(Math.abs(deviation) < 10 ? 2 : 1)}`
  return Math.abs(deviation) > FAR ? `<span class="far">${text}</span>` : text
}

function figureOf(figure: Figure): string {
  const caption = `${typeset(figure.caption)}.`
  if (figure.kind === "bands") return captioned(caption, bandsFigure(figure), "wide")
  const names = figure.curves.map(({ name }) => name)
  const marks = figure.curves.map(({ mark }) => mark)
  return captioned(caption, (names.length > 1 ? legend(names, marks) : "") + curvesFigure(figure))
}
