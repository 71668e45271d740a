import type { Figure } from "../properties/suite/figure.ts"
import type { PropertiesRecord, PropertyRecord } from "../properties/suite/record.ts"
import { bandsFigure } from "./figures/bands.ts"
import { curvesFigure } from "./figures/curves.ts"
import { deviationsFigure } from "./figures/deviations.ts"
import { captioned, legend } from "./sections/section.ts"
import { style } from "./style.ts"
import { table } from "./tables/table.ts"
import { escapeHtml, formatWithError } from "./text.ts"

const look = `.trouble { color: #b33c00; } ul.remarks { margin: 0.5rem 0 0.8rem; padding-left: 1.2rem; max-width: 60rem; }
.far { color: #b33c00; font-weight: 600; } .row { align-items: flex-start; } .row > figure { max-width: 520px; } .row > figure.wide { max-width: none; }
section > .row { margin-top: 0.9rem; column-gap: 2.5rem; }`

/** Deviations beyond this many per cent stand out. */
const FAR = 10

/** What a suite found as one self-contained HTML document. */
export function propertiesPage(title: string, summary: readonly string[], record: PropertiesRecord): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title><style>${style}${look}</style></head>
<body><main>
<h1>${escapeHtml(title)}</h1>
${summary.map((sentence) => `<p>${escapeHtml(sentence)}</p>`).join("\n")}
${deviations(record)}
${record.parts.map((part) => partSection(record, part)).join("\n")}
</main></body></html>
`
}

/** Fewer comparisons are seen at a glance in the tables. */
const FEWEST = 3

function deviations({ properties, reference }: PropertiesRecord): string {
  const compared = properties.filter(({ deviation }) => deviation !== null)
  if (compared.length < FEWEST) return ""
  const source = reference === null ? "" : `, from ${escapeHtml(reference)}`
  return `<section><h2>Beside reference values</h2><p class="explanation">Deviations in per cent${source}. Bars are two standard errors, where they are known.</p>${deviationsFigure(compared)}</section>`
}

function partSection({ properties }: PropertiesRecord, { name, title, remarks, figures }: PropertiesRecord["parts"][number]): string {
  const own = properties.filter(({ part }) => part === name)
  const said = remarks.length === 0 ? "" : `<ul class="remarks">${remarks.map((remark) => `<li>${escapeHtml(remark)}</li>`).join("")}</ul>`
  const shown = [...(own.length === 0 ? [] : [numbers(own)]), ...figures.map(figureOf)]
  return `<section><h2>${escapeHtml(title)}</h2>${said}<div class="row">${shown.join("\n")}</div></section>`
}

function numbers(own: readonly PropertyRecord[]): string {
  const compared = own.some(({ reference }) => reference !== null)
  const troubled = own.some(({ trouble }) => trouble !== null)
  const rows = own.map(({ label, unit, value, standardError, reference, deviation, trouble }) => [
    escapeHtml(label),
    value === null ? "–" : formatWithError(value, standardError ?? undefined),
    escapeHtml(unit),
    ...(compared ? [reference === null ? "" : String(Number(reference.toPrecision(6))).replace("-", "−"), shownDeviation(deviation)] : []),
    ...(troubled ? [trouble === null ? "" : `<span class="trouble">${escapeHtml(trouble)}</span>`] : []),
  ])
  const head = ["property", "value", "unit", ...(compared ? ["reference", "deviation [%]"] : []), ...(troubled ? [""] : [])]
  return table(head, rows, [0, 2, ...(troubled ? [head.length - 1] : [])])
}

function shownDeviation(deviation: number | null): string {
  if (deviation === null) return ""
  const text = `${deviation < 0 ? "−" : "+"}${Math.abs(deviation).toFixed(Math.abs(deviation) < 10 ? 2 : 1)}`
  return Math.abs(deviation) > FAR ? `<span class="far">${text}</span>` : text
}

function figureOf(figure: Figure): string {
  if (figure.kind === "bands")
    return captioned(escapeHtml(figure.caption), bandsFigure(figure)).replace("<figure>", `<figure class="wide">`)
  const names = figure.curves.map(({ name }) => name)
  return captioned(escapeHtml(figure.caption), (names.length > 1 ? legend(names) : "") + curvesFigure(figure))
}
