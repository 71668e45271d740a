import { Failure } from "../../failure/failure.ts"
import type { LammpsTable, TableSpacing } from "./lammps-table.ts"

/** Radii of `R` and `RSQ` tables are computed, as LAMMPS does; those listed must agree to this, relatively. */
const RADIUS_TOLERANCE = 1e-6

/** A line that holds something, with its comment taken off. */
interface Line {
  readonly number: number
  readonly text: string
  readonly words: readonly string[]
}

/**
 * Reads all sections of a LAMMPS table file (`N … R|RSQ|BITMAP rlo rhi FPRIME flo fhi`, then index, r, E and F on each line).
 *
 * @param file its name, for messages
 * @throws Failure with line and column of what is wrong.
 */
export function readLammpsTables(text: string, file: string): readonly LammpsTable[] {
  const lines = contentLines(text)
  const tables: LammpsTable[] = []
  let at = 0
  while (at < lines.length) {
    const keyword = lines[at].words[0]
    const header = lines[at + 1]
    if (!header) throw failure(file, lines[at], 0, `section ${keyword} ends before its line of parameters`, "it should read `N <count> …`")
    const parameters = readHeader(header, file)
    const rows = lines.slice(at + 2, at + 2 + parameters.count)
    if (rows.length < parameters.count) {
      throw failure(
        file,
        header,
        1,
        `section ${keyword} promises ${parameters.count} rows, but only ${rows.length} follow`,
        "the file is cut short, or the count is wrong",
      )
    }
    tables.push(readRows(keyword, parameters, rows, file))
    at += 2 + parameters.count
  }
  if (tables.length === 0)
    throw new Failure("the file holds no table", { place: { file }, advice: "a section begins with its keyword on a line" })
  return tables
}

interface Header {
  readonly count: number
  readonly spacing: TableSpacing
  readonly range: readonly [number, number] | undefined
  readonly slopes: readonly [number, number] | undefined
}

function readHeader(line: Line, file: string): Header {
  const { words } = line
  let count: number | undefined
  let spacing: TableSpacing = "listed"
  let range: [number, number] | undefined
  let slopes: [number, number] | undefined
  for (let w = 0; w < words.length;) {
    const word = words[w]
    if (word === "N") {
      count = readNumber(line, w + 1, file)
      if (!Number.isInteger(count) || count < 2)
        throw failure(file, line, w + 1, `${words[w + 1]} is no number of rows`, "at least 2 are needed")
      w += 2
    } else if (word === "R" || word === "RSQ" || word === "BITMAP") {
      spacing = word
      range = [readNumber(line, w + 1, file), readNumber(line, w + 2, file)]
      if (!(range[0] > 0 && range[1] > range[0]))
        throw failure(file, line, w + 1, `${range[0]} to ${range[1]} is no range of radii`, "0 < rlo < rhi")
      w += 3
    } else if (word === "FPRIME" || word === "FP") {
      slopes = [readNumber(line, w + 1, file), readNumber(line, w + 2, file)]
      w += 3
    } else {
      throw failure(file, line, w, `"${word}" is no parameter of a table`, "known are N, R, RSQ, BITMAP and FPRIME")
    }
  }
  if (count === undefined) throw failure(file, line, 0, "the number of rows is missing", "the line should read `N <count> …`")
  return { count, spacing, range, slopes }
}

function readRows(keyword: string, { count, spacing, range, slopes }: Header, rows: readonly Line[], file: string): LammpsTable {
  const values = rows.map((line, i) => {
    if (line.words.length !== 4) throw failure(file, line, 0, `${line.words.length} numbers stand here`, "a row is `index r energy force`")
    const listed = readNumber(line, 1, file)
    const r = range && (spacing === "R" || spacing === "RSQ") ? computedRadius(i, count, spacing, range) : listed
    if (Math.abs(r - listed) > RADIUS_TOLERANCE * r) {
      throw failure(
        file,
        line,
        1,
        `row ${i + 1} is at r = ${listed}, where ${spacing} spacing has ${r}`,
        "correct the spacing or the radius",
      )
    }
    return [r, readNumber(line, 2, file), readNumber(line, 3, file)] as const
  })
  // Bitmapped tables begin anywhere in their range and wrap around.
  if (spacing === "BITMAP") values.sort((a, b) => a[0] - b[0])
  values.forEach(([r], i) => {
    if (i > 0 && r <= values[i - 1][0])
      throw failure(file, rows[i], 1, `r = ${r} does not lie beyond ${values[i - 1][0]}`, "radii must increase")
  })
  const column = (k: 0 | 1 | 2): Float64Array => Float64Array.from(values, (row) => row[k])
  return Object.freeze({ keyword, spacing, radii: column(0), energies: column(1), forces: column(2), ...(slopes && { slopes }) })
}

function computedRadius(i: number, count: number, spacing: "R" | "RSQ", [low, high]: readonly [number, number]): number {
  if (spacing === "R") return low + ((high - low) * i) / (count - 1)
  return Math.sqrt(low * low + ((high * high - low * low) * i) / (count - 1))
}

function contentLines(text: string): readonly Line[] {
  return text
    .split(/\r?\n/u)
    .map((raw, k) => {
      const content = raw.replace(/#.*/u, "")
      return { number: k + 1, text: content, words: content.trim().split(/\s+/u) }
    })
    .filter(({ words }) => words[0] !== "")
}

function readNumber(line: Line, word: number, file: string): number {
  const text = line.words[word]
  if (text === undefined) throw failure(file, line, line.words.length - 1, "a number is missing after this", "complete the line")
  const value = Number(text)
  if (!Number.isFinite(value)) throw failure(file, line, word, `"${text}" is no finite number`, "correct the file")
  return value
}

function failure(file: string, { number, text, words }: Line, word: number, what: string, advice: string): Failure {
  let column = 0
  for (let w = 0; w <= Math.min(word, words.length - 1); w++) column = text.indexOf(words[w], w === 0 ? 0 : column + words[w - 1].length)
  return new Failure(what, { place: { file, line: number, column: column + 1 }, advice })
}
