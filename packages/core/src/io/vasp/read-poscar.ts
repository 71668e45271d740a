import { cellVolume, timesMatrix } from "../../atoms/cell.ts"
import type { Configuration } from "../../atoms/structure.ts"
import { defaultGroup, noLabels } from "../reader.ts"
import type { Reader, ReadOptions } from "../reader.ts"
import { elementAdvice, finiteField, integerField, shown, splitFields } from "../source/fields.ts"
import { LineCursor } from "../source/line-cursor.ts"
import type { TextSource } from "../source/text-source.ts"
import { potcarElement } from "./potcar-element.ts"

/**
 * POSCAR and CONTCAR of VASP 4 to 6: one periodic structure [Å] without labels. A negative scale is the cell's volume [Å³]; three
 * scales stretch x, y and z. Selective-dynamics flags, velocities and what follows them are not read. A VASP 4 file names
 * no elements: they come from `options.elements`, or from a comment line that holds one symbol a species.
 */
export const poscarReader: Reader = Object.freeze({
  name: "poscar",
  extensions: ["poscar", "vasp", "POSCAR", "CONTCAR"],
  detect,
  read,
})

function detect(head: string, fileName: string): boolean {
  const lines = head.split("\n", 7)
  const numbers = (line: string | undefined) => line !== undefined && /^\s*(?:[-+]?[\d.][-\d.eEdD+]*\s*){1,3}(?:[^\d\s].*)?$/u.test(line)
  if (/(?:^|[\\/])(?:POSCAR|CONTCAR)[^\\/]*$|\.(?:vasp|poscar)$/iu.test(fileName))
    return !/\.(?:gz|xml)$/iu.test(fileName) || numbers(lines[1])
  const vector = (line: string) => /^\s*(?:[-+]?\d*\.?\d+(?:[eEdD][-+]?\d+)?\s+){2}[-+]?\d*\.?\d+(?:[eEdD][-+]?\d+)?\s*$/u.test(line)
  return (
    lines.length >= 7 &&
    numbers(lines[1]) &&
    lines.slice(2, 5).every(vector) &&
    lines.slice(5, 7).some((line) => /^\s*\d+(?:\s+\d+)*\s*$/u.test(line))
  )
}

async function* read(source: TextSource, options: ReadOptions = {}): AsyncGenerator<Configuration> {
  const cursor = new LineCursor(source)
  try {
    const comment = await cursor.expect("the comment line of a POSCAR")
    const cell = await readCell(cursor)
    const species = await readSpecies(cursor, comment, options)
    const numbers = Int32Array.from(species.flatMap(({ number, count }) => Array.from<number>({ length: count }).fill(number)))
    let mode = await cursor.expect("Direct or Cartesian")
    if (/^\s*s/iu.test(mode)) mode = await cursor.expect("Direct or Cartesian")
    if (!/^\s*[a-z]/iu.test(mode)) {
      throw cursor.fail(`“${shown(mode.trim())}” is neither Direct nor Cartesian`, {
        column: 1,
        advice: "the line after the counts says Direct or Cartesian",
      })
    }
    const cartesian = /^\s*[ck]/iu.test(mode)
    const raw = await readPositions(cursor, numbers.length)
    const positions = cartesian ? raw.map((x, i) => x * cell.scale[i % 3]) : timesMatrix(raw, cell.vectors)
    yield {
      structure: { numbers, positions, cell: cell.vectors, pbc: [true, true, true] },
      group: options.group ?? defaultGroup,
      weights: { energy: 1, forces: 1, stress: 1 },
      origin: { file: source.name, frame: 0, line: 1 },
      ...(comment.trim() === "" ? {} : { info: { comment: comment.trim() } }),
    }
  } finally {
    options.onKeys?.(noLabels(source.name, "poscar"))
    await cursor.close()
  }
}

async function readCell(cursor: LineCursor): Promise<{ vectors: Float64Array; scale: readonly number[] }> {
  const fields: string[] = []
  const line = await cursor.expect("the scale of the cell")
  const three = splitFields(line, fields) >= 3 && /^[-+.\d]/u.test(fields[1])
  const given = (three ? [0, 1, 2] : [0]).map((field) => finiteField(cursor, line, fields, field, "the scale"))
  if (given.includes(0) || (three && given.some((value) => value < 0))) {
    throw cursor.fail(`the scale is ${given.join(" ")}`, {
      column: 1,
      advice: "write 1.0, a lattice parameter in Å, or minus the volume in Å³",
    })
  }
  const vectors = new Float64Array(9)
  for (let d = 0; d < 3; d++) {
    const row = await cursor.expect("a cell vector")
    splitFields(row, ((fields.length = 0), fields))
    for (let c = 0; c < 3; c++) vectors[3 * d + c] = finiteField(cursor, row, fields, c, "a cell vector")
  }
  const volume = cellVolume(vectors)
  const size = [0, 3, 6].reduce((product, i) => product * Math.hypot(vectors[i], vectors[i + 1], vectors[i + 2]), 1)
  if (!(volume > 1e-9 * size)) throw cursor.fail("the cell vectors lie in a plane", { advice: "give three independent cell vectors" })
  const scale = three ? given : Array.from<number>({ length: 3 }).fill(given[0] > 0 ? given[0] : Math.cbrt(-given[0] / volume))
  return { vectors: vectors.map((x, i) => x * scale[i % 3]), scale }
}

async function readSpecies(cursor: LineCursor, comment: string, options: ReadOptions): Promise<{ number: number; count: number }[]> {
  const fields: string[] = []
  let line = await cursor.expect("the line of elements or counts")
  let names: readonly string[] | undefined
  let column = 1
  if (!/^\s*\d/u.test(line)) {
    names = line.trim().split(/\s+/u)
    column = line.search(/\S/u) + 1
    if (names[0] === "") throw cursor.fail("the line of elements is empty", { advice: "name the elements, in the order of the counts" })
  }
  const namesLine = cursor.line
  if (names !== undefined) line = await cursor.expect("the number of atoms of each element")
  const kinds = splitFields(line.replace(/!.*$/u, ""), fields)
  const counts = Array.from({ length: kinds }, (_, k) => integerField(cursor, line, fields, k, "a number of atoms", 1))
  if (kinds === 0) throw cursor.fail("the line of counts is empty", { advice: "write the number of atoms of each element" })
  const given = options.elements ?? names ?? comment.trim().split(/\s+/u)
  const numbers = given.map((name) => potcarElement(name))
  if (names === undefined && options.elements === undefined && (given.length !== kinds || numbers.includes(undefined))) {
    throw cursor.fail("the file does not name its elements (VASP 4)", {
      advice: "add a line of element symbols before the counts, or give elements in the options",
    })
  }
  if (given.length !== kinds) {
    throw cursor.fail(`${given.length} elements but ${kinds} counts`, { advice: "name one element for each count" })
  }
  return counts.map((count, k) => {
    const number = numbers[k]
    if (number === undefined)
      throw cursor.fail(`“${shown(given[k])}” is not an element`, { line: namesLine, column, advice: elementAdvice(given[k]) })
    return { number, count }
  })
}

async function readPositions(cursor: LineCursor, count: number): Promise<Float64Array> {
  const positions = new Float64Array(3 * count)
  const fields: string[] = []
  for (let i = 0; i < count; i++) {
    const line = await cursor.next()
    if (line === undefined || line.trim() === "") {
      throw cursor.fail(`the positions end after ${i} of ${count} atoms`, { advice: "the file is cut short, or the counts are wrong" })
    }
    splitFields(line, ((fields.length = 0), fields))
    for (let c = 0; c < 3; c++) positions[3 * i + c] = finiteField(cursor, line, fields, c, "a coordinate")
  }
  return positions
}
