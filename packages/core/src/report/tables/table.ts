/** What a table may have beside its cells. */
export interface TableOptions {
  /** Columns of text; the others are numbers. */
  readonly text?: readonly number[]
  /** Ready text: what the numbers are and how they came about. */
  readonly caption?: string
  /** Headings over several columns, from the left. */
  readonly over?: readonly (readonly [heading: string, columns: number])[]
}

/** Tables of so many rows stay on one page of paper. */
const SHORT = 24

/** An HTML table from ready cells. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  { text = [0], caption, over = [] }: TableOptions = {},
): string {
  // Where columns under one heading begin, there is a gap.
  const starts = over.map((_, k) => over.slice(0, k).reduce((sum, [, columns]) => sum + columns, 0)).slice(1)
  const looks = head.map((_, column) =>
    [...(text.includes(column) ? [] : ["number"]), ...(starts.includes(column) ? ["first"] : [])].join(" "),
  )
  const cell = (tag: string, content: string, column: number): string => `<${tag}${attribute(looks[column])}>${content}</${tag}>`
  const line = (tag: string, cells: readonly string[]): string =>
    `<tr>${cells.map((content, column) => cell(tag, content, column)).join("")}</tr>`
  const spans = over.map(([heading, columns]) => `<th colspan="${columns}"${attribute(heading === "" ? "" : "spanning")}>${heading}</th>`)
  const above = spans.length > 0 ? `<tr class="over">${spans.join("")}</tr>` : ""
  const said = caption === undefined ? "" : `<caption>${caption}</caption>`
  return `<div class="scroll${rows.length <= SHORT ? " short" : ""}"><table>${said}<thead>${above}${line("th", head)}</thead><tbody>${rows.map((row) => line("td", row)).join("\n")}</tbody></table></div>`
}

function attribute(look: string): string {
  return look && ` class="${look}"`
}
