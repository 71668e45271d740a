import { groupColours } from "../drawing.ts"
import { escapeHtml } from "../text.ts"

/** A part of a report under its heading; title and explanation are ready text. */
export function section(title: string, explanation: string, body: string): string {
  return `<section><h2>${title}</h2><p class="explanation">${explanation}</p>${body}</section>`
}

/** A figure under its caption; both are ready. */
export function captioned(caption: string, figure: string): string {
  return `<figure><figcaption>${caption}</figcaption>${figure}</figure>`
}

/** Figures side by side, as far as the page is wide. */
export function row(figures: readonly string[]): string {
  return `<div class="row">${figures.join("\n")}</div>`
}

/** The colours of groups, in their order. */
export function legend(groups: readonly string[]): string {
  const entries = groups.map(
    (group, index) => `<span><i style="background:${groupColours[index % groupColours.length]}"></i>${escapeHtml(group)}</span>`,
  )
  return `<div class="legend">${entries.join("")}</div>`
}

/** Tables longer than this open when asked. */
const LONG = 24

/** A table of so many rows, which opens when asked where it is long. */
export function folded(summary: string, rows: number, body: string): string {
  return rows > LONG ? `<details><summary>${summary}</summary>${body}</details>` : body
}
