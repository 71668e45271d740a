/** An HTML table from ready cells: the first column is text, the others numbers unless `text` names them. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], text: readonly number[] = [0]): string {
  const cell = (tag: string, content: string, column: number): string =>
    `<${tag}${text.includes(column) ? "" : ' class="number"'}>${content}</${tag}>`
  const line = (tag: string, cells: readonly string[]): string =>
    `<tr>${cells.map((content, column) => cell(tag, content, column)).join("")}</tr>`
  return `<div class="scroll"><table><thead>${line("th", head)}</thead><tbody>${rows.map((row) => line("td", row)).join("\n")}</tbody></table></div>`
}
