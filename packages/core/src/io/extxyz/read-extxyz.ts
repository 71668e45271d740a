import type { Configuration } from "../../atoms/structure.ts"
import { labelChooser } from "../labels.ts"
import type { LabelChooser } from "../labels.ts"
import { defaultGroup } from "../reader.ts"
import type { Reader, ReadOptions } from "../reader.ts"
import { detached, integerField, splitFields } from "../source/fields.ts"
import { LineCursor } from "../source/line-cursor.ts"
import type { TextSource } from "../source/text-source.ts"
import { readAtoms } from "./atoms.ts"
import { CommentError, parseComment } from "./comment.ts"
import { Frame } from "./frame.ts"

/**
 * Extended XYZ [Å, eV, eV/Å, eV/Å³] to the grammar of https://github.com/libAtoms/extxyz, and plain XYZ.
 *
 * Labels are found under the names of `labelNames`, forces in the columns. A stress is nine numbers (row-major 3×3) or six (Voigt xx yy
 * zz yz xz xy) [eV/Å³], positive in tension; a virial likewise [eV], `W = −Vσ`. An absent label is left out, as is a NaN; single NaN
 * force components stay in place. Weights: `config_weight` times `energy_weight`, `forces_weight` or `stress_weight`.
 */
export const extxyzReader: Reader = Object.freeze({
  name: "extxyz",
  extensions: ["xyz", "extxyz", "exyz"],
  detect,
  read,
})

function detect(head: string, fileName: string): boolean {
  if (head.trim() !== "" && /\.(?:xyz|extxyz|exyz)(?:\.gz)?$/iu.test(fileName)) return true
  const [count, comment, atom] = head.split("\n", 3)
  if (!/^\s*\d+\s*$/u.test(count) || comment === undefined) return false
  if (/\b(?:Properties|Lattice)\s*=/iu.test(comment)) return true
  return atom !== undefined && /^\s*(?:[A-Z][a-z]?|\d{1,3})(?:\s+[-+\d.][-+\d.eEdD]*){3}/u.test(atom)
}

async function* read(source: TextSource, options: ReadOptions = {}): AsyncGenerator<Configuration> {
  const cursor = new LineCursor(source)
  const labels = labelChooser(source.name, "extxyz", options)
  try {
    for (let frame = 0; ; frame++) {
      const first = await cursor.next()
      if (first === undefined) break
      if (first.trim() === "") {
        await expectEnd(cursor)
        break
      }
      yield await readFrame(cursor, first, frame, labels, options)
    }
    labels.finish()
  } finally {
    options.onKeys?.(labels.report())
    await cursor.close()
  }
}

async function readFrame(
  cursor: LineCursor,
  first: string,
  index: number,
  labels: LabelChooser,
  options: ReadOptions,
): Promise<Configuration> {
  const fields: string[] = []
  const words = splitFields(first, fields)
  const count = integerField(cursor, first, fields, 0, "the number of atoms", 1)
  if (words > 1)
    throw cursor.fail("the line of the number of atoms holds something else as well", { advice: "a frame starts with one number" })
  const line = cursor.line
  const comment = detached(await cursor.expect("the comment line of a frame"))
  const frame = parseFrame(cursor, comment, options)
  const { columns, exact } = frame.columns()
  const forces = labels.choose(
    "forces",
    columns.map(({ name }) => name),
    (what, advice) => cursor.fail(what, { line: line + 1, advice }),
  )
  const lines = await cursor.take(count)
  if (lines.length < count) {
    throw cursor.fail(`the file ends after ${lines.length} of the ${count} atoms of the frame that starts at line ${line}`, {
      advice: "the file is cut short, or the number of atoms is wrong",
    })
  }
  const atoms = readAtoms(cursor, lines, columns, { exact, forces, header: line })
  const { cell, pbc } = frame.cell()
  const structure = { numbers: atoms.numbers, positions: atoms.positions, cell, pbc }
  const energy = frame.energy(labels)
  const stress = frame.stress(labels, structure)
  return {
    structure,
    ...(energy === undefined ? {} : { energy }),
    ...(atoms.forces === undefined ? {} : { forces: atoms.forces }),
    ...(stress === undefined ? {} : { stress }),
    group: frame.take(options.groupKey ?? "config_type")?.text ?? options.group ?? defaultGroup,
    weights: frame.weights(),
    origin: { file: cursor.file, frame: index, line },
    ...frame.info(),
  }
}

function parseFrame(cursor: LineCursor, comment: string, options: ReadOptions): Frame {
  if (Frame.isPlain(comment, options)) return new Frame(cursor, cursor.line, comment, [])
  try {
    return new Frame(cursor, cursor.line, "", parseComment(comment))
  } catch (error) {
    if (!(error instanceof CommentError)) throw error
    throw cursor.fail(error.message, { column: error.column, advice: error.advice })
  }
}

async function expectEnd(cursor: LineCursor): Promise<void> {
  for (let line = await cursor.next(); line !== undefined; line = await cursor.next()) {
    if (line.trim() !== "") {
      throw cursor.fail("a frame starts after a blank line", {
        advice: "remove the blank lines between frames, or check the number of atoms",
      })
    }
  }
}
