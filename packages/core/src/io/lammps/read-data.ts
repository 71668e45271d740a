import type { Configuration } from "../../atoms/structure.ts"
import { defaultGroup, noLabels } from "../reader.ts"
import type { Reader, ReadOptions } from "../reader.ts"
import { finiteField, integerField, shown, splitFields } from "../source/fields.ts"
import { LineCursor } from "../source/line-cursor.ts"
import type { TextSource } from "../source/text-source.ts"
import { elementOfMassLine, givenElements } from "./type-elements.ts"

/** Columns of the atom styles that are read: where the type and x stand, of how many without image flags. */
const styles = {
  atomic: { type: 1, x: 2, width: 5 },
  charge: { type: 1, x: 3, width: 6 },
  molecular: { type: 2, x: 3, width: 6 },
  full: { type: 2, x: 4, width: 7 },
} as const

type Style = (typeof styles)[keyof typeof styles]

/**
 * A LAMMPS data file in Å: orthogonal or triclinic box, atom styles atomic, charge, molecular and full (from the comment of `Atoms`, or from the
 * number of columns where that decides). One structure, atoms by ascending id, periodic in all directions, without labels. Types become elements
 * through `options.elements`, or the comments in `Masses`, or the masses.
 */
export const lammpsDataReader: Reader = Object.freeze({ name: "lammps-data", extensions: ["data", "lmp"], detect, read })

function detect(head: string): boolean {
  return /^\s*\d+\s+atoms\s*(?:#.*)?$/mu.test(head) && /\bxlo\s+xhi\b/u.test(head)
}

interface Header {
  atoms?: number
  types?: number
  readonly lo: number[]
  readonly hi: number[]
  tilt: readonly number[]
}

async function* read(source: TextSource, options: ReadOptions = {}): AsyncGenerator<Configuration> {
  const cursor = new LineCursor(source)
  try {
    const title = await cursor.expect("the title of a data file")
    const header: Header = { lo: [], hi: [], tilt: [0, 0, 0] }
    const given = givenElements(cursor, options)
    const masses = new Map<number, number>()
    let atoms: AtomRow[] | undefined
    for (let line = await cursor.next(); line !== undefined; line = await cursor.next()) {
      const text = line.replace(/#.*$/u, "").trim()
      if (text === "" || readHeader(cursor, line, text, header)) continue
      if (text === "Masses") await readMasses(cursor, header, masses)
      else if (text === "Atoms") {
        if (atoms !== undefined) throw cursor.fail("a second section Atoms", { column: 1, advice: "a data file holds one structure" })
        atoms = await readAtoms(cursor, line, header)
      } else if (atoms === undefined && !/^[A-Z][A-Za-z ]*$/u.test(text) && !/^[-+\d.]/u.test(text) && !/\d/u.test(text)) {
        throw cursor.fail(`“${shown(text)}” is neither a header nor a section`, { column: 1, advice: "expected a LAMMPS data file" })
      }
      // Other sections (Velocities, Bonds, coefficients) are passed over, line by line.
    }
    if (atoms === undefined) throw cursor.fail("the file has no section Atoms", { advice: "the file is cut short, or is no data file" })
    const elementOf = given ?? elementsFromMasses(cursor, masses)
    const ordered = atoms.sort((a, b) => a.id - b.id)
    const [lx, ly, lz] = header.hi.map((hi, d) => hi - header.lo[d])
    const [xy, xz, yz] = header.tilt
    yield {
      structure: {
        numbers: Int32Array.from(ordered, ({ type }) => elementOf(type)),
        positions: Float64Array.from(ordered.flatMap(({ position }) => position)),
        cell: Float64Array.of(lx, 0, 0, xy, ly, 0, xz, yz, lz),
        pbc: [true, true, true],
      },
      group: options.group ?? defaultGroup,
      weights: { energy: 1, forces: 1, stress: 1 },
      origin: { file: source.name, frame: 0, line: 1 },
      ...(title.trim() === "" ? {} : { info: { comment: title.trim() } }),
    }
  } finally {
    options.onKeys?.(noLabels(source.name, "lammps-data"))
    await cursor.close()
  }
}

/** Takes a header line such as `4 atoms` or `0 3.6 xlo xhi`; says whether it was one. */
function readHeader(cursor: LineCursor, line: string, text: string, header: Header): boolean {
  const fields: string[] = []
  const count = splitFields(text, fields)
  const numbers = (many: number, what: string) => Array.from({ length: many }, (_, k) => finiteField(cursor, line, fields, k, what))
  if (count === 2 && fields[1] === "atoms") header.atoms = integerField(cursor, line, fields, 0, "the number of atoms", 1)
  else if (count === 3 && fields[1] === "atom" && fields[2] === "types")
    header.types = integerField(cursor, line, fields, 0, "the number of types", 1)
  else if (/\b[xyz]lo [xyz]hi$/u.test(text.replaceAll(/\s+/gu, " "))) {
    const d = "xyz".indexOf(fields[count - 1][0])
    const [lo, hi] = numbers(2, "a bound of the box")
    if (!(hi > lo))
      throw cursor.fail(`the box goes from ${lo} to ${hi} along ${"xyz"[d]}`, { column: 1, advice: "the upper bound must be the larger" })
    header.lo[d] = lo
    header.hi[d] = hi
  } else if (text.replaceAll(/\s+/gu, " ").endsWith("xy xz yz")) header.tilt = numbers(3, "a tilt of the box")
  else if (/[abc]vec$/u.test(text))
    throw cursor.fail("a general triclinic box", { advice: "write the data file with a restricted triclinic box (xy xz yz)" })
  else return /^[-+\d.].*\s[a-z]/u.test(text)
  return true
}

async function readMasses(cursor: LineCursor, header: Header, masses: Map<number, number>): Promise<void> {
  if (header.types === undefined) throw cursor.fail("Masses before the number of atom types", { advice: "the header says: 2 atom types" })
  await blank(cursor)
  const fields: string[] = []
  for (let k = 0; k < header.types; k++) {
    const line = await cursor.expect(`the mass of ${header.types - k} more types`)
    const [data, ...comment] = line.split("#")
    splitFields(data, ((fields.length = 0), fields))
    const type = integerField(cursor, line, fields, 0, "a type", 1)
    const mass = finiteField(cursor, line, fields, 1, "a mass")
    const element = elementOfMassLine(mass, comment.join("#"))
    if (element !== undefined) masses.set(type, element)
  }
}

function elementsFromMasses(cursor: LineCursor, masses: ReadonlyMap<number, number>): (type: number) => number {
  return (type) => {
    const element = masses.get(type)
    if (element !== undefined) return element
    throw cursor.fail(`the element of type ${type} is not known`, {
      line: 1,
      advice: "give elements in the options, or write Masses with symbols: 1 63.546 # Cu",
    })
  }
}

interface AtomRow {
  readonly id: number
  readonly type: number
  readonly position: readonly number[]
}

async function readAtoms(cursor: LineCursor, heading: string, header: Header): Promise<AtomRow[]> {
  const { atoms: count } = header
  if (count === undefined) throw cursor.fail("Atoms before the number of atoms", { advice: "the header says: 4 atoms" })
  for (const d of [0, 1, 2])
    if (header.lo[d] === undefined)
      throw cursor.fail(`the header has no ${"xyz"[d]}lo ${"xyz"[d]}hi`, { advice: "give the bounds of the box before Atoms" })
  let style = namedStyle(cursor, heading)
  await blank(cursor)
  const rows: AtomRow[] = []
  const fields: string[] = []
  const seen = new Set<number>()
  for (let i = 0; i < count; i++) {
    const line = await cursor.expect(`${count - i} more atoms`)
    const width = splitFields(line.replace(/#.*$/u, ""), ((fields.length = 0), fields))
    style ??= guessedStyle(cursor, width)
    if (width !== style.width && width !== style.width + 3) {
      throw cursor.fail(`an atom line has ${width} columns, not ${style.width} (or ${style.width + 3} with image flags)`, {
        column: 1,
        advice: "name the style behind the section: Atoms # charge",
      })
    }
    const id = integerField(cursor, line, fields, 0, "an atom id", 1)
    if (seen.has(id)) throw cursor.fail(`atom ${id} appears twice`, { column: 1, advice: "atom ids must differ" })
    seen.add(id)
    const type = integerField(cursor, line, fields, style.type, "an atom type", 1)
    if (header.types !== undefined && type > header.types)
      throw cursor.fail(`type ${type}, but there are ${header.types} atom types`, { column: 1, advice: "correct the header or the type" })
    const { x } = style
    rows.push({ id, type, position: [0, 1, 2].map((c) => finiteField(cursor, line, fields, x + c, "a coordinate")) })
  }
  return rows
}

function namedStyle(cursor: LineCursor, heading: string): Style | undefined {
  const name = /#\s*(\S+)/u.exec(heading)?.[1]
  if (name === undefined) return undefined
  const found = Object.entries(styles).find(([style]) => style === name)
  if (found === undefined)
    throw cursor.fail(`the atom style “${shown(name)}” is not read`, {
      column: heading.indexOf(name) + 1,
      advice: `known styles: ${Object.keys(styles).join(", ")}`,
    })
  return found[1]
}

function guessedStyle(cursor: LineCursor, width: number): Style {
  const fitting = Object.values(styles).filter((style) => width === style.width || width === style.width + 3)
  if (fitting.length === 1) return fitting[0]
  throw cursor.fail(`${width} columns do not tell the atom style`, {
    column: 1,
    advice: `name it behind the section: Atoms # atomic (known: ${Object.keys(styles).join(", ")})`,
  })
}

async function blank(cursor: LineCursor): Promise<void> {
  while ((await cursor.peek())?.trim() === "") await cursor.next()
}
