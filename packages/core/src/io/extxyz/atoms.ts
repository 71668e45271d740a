import type { Failure } from "../../failure/failure.ts"
import { elementAdvice, elementNumber, fieldColumn, parseNumber, shown, splitFields } from "../source/fields.ts"
import type { LineCursor } from "../source/line-cursor.ts"
import type { Column } from "./properties.ts"

/** What the atom lines of a frame say. */
export interface AtomTable {
  readonly numbers: Int32Array
  readonly positions: Float64Array
  readonly forces: Float64Array | undefined
}

/** How the atom lines are to be read. */
export interface AtomLayout {
  /** Whether a line must have exactly the declared columns. */
  readonly exact: boolean
  /** Name of the column of forces, if there is one. */
  readonly forces: string | undefined
  /** Number of the first line of the frame. */
  readonly header: number
}

/** Elements, positions [Å] and forces [eV/Å] of the atom lines, which the cursor has just handed out. */
export function readAtoms(cursor: LineCursor, lines: readonly string[], columns: readonly Column[], layout: AtomLayout): AtomTable {
  const comment = layout.header + 1
  const element =
    columns.find(({ name }) => /^(?:species|element|symbols?)$/iu.test(name)) ?? columns.find(({ name }) => /^(?:Z|numbers)$/u.test(name))
  if (element === undefined)
    throw cursor.fail("Properties has no column of elements", { line: comment, advice: "add species:S:1 or Z:I:1" })
  if (element.width !== 1)
    throw cursor.fail(`“${element.name}” spans ${element.width} columns`, { line: comment, advice: "write species:S:1" })
  const position = columns.find(({ name }) => /^(?:pos|positions?)$/iu.test(name))
  if (position === undefined) throw cursor.fail("Properties has no column of positions", { line: comment, advice: "add pos:R:3" })
  const force = columns.find(({ name }) => name === layout.forces)
  for (const column of [position, force]) {
    if (column !== undefined && (column.width !== 3 || column.type === "S" || column.type === "L")) {
      throw cursor.fail(`“${column.name}” is ${column.name}:${column.type}:${column.width}`, {
        line: comment,
        advice: `write ${column.name}:R:3`,
      })
    }
  }
  const width = columns.reduce((sum, column) => sum + column.width, 0)
  const numbers = new Int32Array(lines.length)
  const positions = new Float64Array(3 * lines.length)
  const forces = force === undefined ? undefined : new Float64Array(3 * lines.length)
  const fields: string[] = []
  let lastText = ""
  let lastNumber = 0
  for (let i = 0; i < lines.length; i++) {
    const count = splitFields(lines[i], fields)
    if (count < width || (layout.exact && count > width)) throw wrongCount(cursor, lines, i, count, width, layout)
    if (fields[element.first] !== lastText) {
      lastText = fields[element.first]
      const number = elementNumber(lastText)
      if (number === undefined)
        throw badField(cursor, lines, i, element.first, `“${shown(lastText)}” is not an element`, elementAdvice(lastText))
      lastNumber = number
    }
    numbers[i] = lastNumber
    for (let c = 0; c < 3; c++) {
      const value = parseNumber(fields[position.first + c])
      if (value === undefined || !Number.isFinite(value)) {
        throw badField(
          cursor,
          lines,
          i,
          position.first + c,
          `a position is “${shown(fields[position.first + c])}”`,
          "write a finite number in Å",
        )
      }
      positions[3 * i + c] = value
      if (force === undefined || forces === undefined) continue
      const f = parseNumber(fields[force.first + c])
      if (f === undefined || Math.abs(f) === Infinity) {
        throw badField(
          cursor,
          lines,
          i,
          force.first + c,
          `a force is “${shown(fields[force.first + c])}”`,
          "write a number in eV/Å, or nan for an unknown component",
        )
      }
      forces[3 * i + c] = f
    }
  }
  return { numbers, positions, forces: forces?.every(Number.isNaN) === true ? undefined : forces }
}

function wrongCount(cursor: LineCursor, lines: readonly string[], i: number, count: number, width: number, layout: AtomLayout): Failure {
  const next = /^\s*\d+\s*$/u.test(lines[i])
  const advice = next
    ? `this looks like the start of the next frame; the frame at line ${layout.header} has ${i} atoms, not ${lines.length}`
    : layout.exact
      ? "every atom line has the columns that Properties declares"
      : "an atom line is an element and three coordinates"
  return badField(cursor, lines, i, next ? 0 : Math.min(count, width), `an atom line has ${count} columns, not ${width}`, advice)
}

function badField(cursor: LineCursor, lines: readonly string[], i: number, field: number, what: string, advice: string): Failure {
  return cursor.fail(what, { line: cursor.line - lines.length + 1 + i, column: fieldColumn(lines[i], field), advice })
}
