import { Failure } from "@luthier/core"

/** How a failure is shown: `file:line:column  what is wrong  what to do` in one line, an excerpt with its caret below. */
export function describeFailure(failure: Failure): string {
  const [what, ...excerpt] = failure.message.split("\n")
  const { place, advice } = failure
  return [new Failure(what, { place, advice }).describe(), ...excerpt].join("\n")
}

/** Result of a command for machines: one JSON document on standard output. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 1)}\n`)
}

/** Columns of text, the first to the left, the others to the right. */
export function textTable(rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)))
  const line = (row: readonly string[]): string =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join("  ")
  return rows.map((row) => line(row).trimEnd()).join("\n")
}
