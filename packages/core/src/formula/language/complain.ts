import { SpecFailure } from "../../failure/failure.ts"

/** A failure at `offset` of a formula; its message shows the line and a caret under the column. */
export function complain(text: string, offset: number, what: string, advice?: string): SpecFailure {
  const start = text.lastIndexOf("\n", offset - 1) + 1
  const next = text.indexOf("\n", offset)
  const line = text.slice(start, next < 0 ? undefined : next)
  const shown = excerpt(line, offset - start)
  return new SpecFailure(`${what}\n    ${shown.line}\n    ${" ".repeat(shown.column)}^`, { offset, advice })
}

const WIDTH = 100

/** The part of a long line around a column; tabs become blanks so that the caret stays under its character. */
function excerpt(line: string, column: number): { line: string; column: number } {
  const plain = line.replaceAll(/\s/g, " ")
  if (plain.length <= WIDTH) return { line: plain, column }
  const from = Math.max(0, Math.min(column - WIDTH / 2, plain.length - WIDTH))
  return { line: plain.slice(from, from + WIDTH), column: column - from }
}

/** `did you mean …?` for the nearest of the known names, or nothing when none is near. */
export function suggest(name: string, known: Iterable<string>): string | undefined {
  let best: string | undefined
  let least = Math.max(1, Math.floor(name.length / 2)) + 1
  for (const candidate of known) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase())
    if (distance < least) {
      least = distance
      best = candidate
    }
  }
  return best === undefined ? undefined : `did you mean \`${best}\`?`
}

/** Optimal string alignment distance: insertions, deletions, replacements and swaps of neighbours. */
function editDistance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = rows[i - 1][j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)
      let least = Math.min(rows[i - 1][j] + 1, row[j - 1] + 1, replaced)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, rows[i - 2][j - 2] + 1)
      row.push(least)
    }
    rows.push(row)
  }
  return rows[a.length][b.length]
}
