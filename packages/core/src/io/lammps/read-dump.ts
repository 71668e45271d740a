import { timesMatrix } from "../../atoms/cell.ts"
import type { Configuration, Periodicity } from "../../atoms/structure.ts"
import { defaultGroup } from "../reader.ts"
import type { Reader, ReadOptions } from "../reader.ts"
import { elementAdvice, elementNumber, fieldColumn, finiteField, integerField, shown, splitFields } from "../source/fields.ts"
import { LineCursor } from "../source/line-cursor.ts"
import type { TextSource } from "../source/text-source.ts"
import { givenElements } from "./type-elements.ts"

/**
 * A LAMMPS text dump in metal units (Å, eV/Å): columns by name, positions from the first complete triple of `x y z`, `xu yu zu`, `xs ys zs`,
 * `xsu ysu zsu`, forces from `fx fy fz`, orthogonal and triclinic boxes, atoms by ascending id. Elements come from the column `element`, or from `type`
 * and `options.elements`. A column named in `options.keys.energy` (per-atom energies, `c_pe`) is summed to the frame's energy.
 */
export const lammpsDumpReader: Reader = Object.freeze({ name: "lammps-dump", extensions: ["dump", "lammpstrj"], detect, read })

function detect(head: string): boolean {
  return /^ITEM: (?:TIMESTEP|UNITS|TIME)\b/u.test(head)
}

interface Box {
  readonly origin: readonly number[]
  readonly cell: Float64Array
  readonly pbc: Periodicity
}

async function* read(source: TextSource, options: ReadOptions = {}): AsyncGenerator<Configuration> {
  const cursor = new LineCursor(source)
  let frame = 0
  let columns: readonly string[] = []
  const energy = energyColumn(options)
  try {
    for (;;) {
      const start = await cursor.peek()
      if (start === undefined || start.trim() === "") break
      const line = cursor.line + 1
      const head = await readHead(cursor)
      columns = head.columns
      const rows = await cursor.take(head.count)
      if (rows.length < head.count)
        throw cursor.fail(`the file ends after ${rows.length} of ${head.count} atoms`, { advice: "the file is cut short" })
      yield { ...readAtoms(cursor, rows, head, energy, options), origin: { file: source.name, frame: frame++, line } }
    }
    if (frame === 0) throw cursor.fail("the file holds no frame", { advice: "expected ITEM: TIMESTEP" })
  } finally {
    options.onKeys?.({
      file: source.name,
      format: "lammps-dump",
      energy: energy !== undefined && columns.includes(energy) ? [energy] : [],
      forces: hasAll(columns, forceNames) ? forceNames : [],
      stress: [],
      unused: columns.filter((name) => /^[cv]_/u.test(name) && name !== energy),
    })
    await cursor.close()
  }
}

interface Head {
  readonly timestep: string
  readonly count: number
  readonly box: Box
  readonly columns: readonly string[]
}

async function readHead(cursor: LineCursor): Promise<Head> {
  let timestep = ""
  let count: number | undefined
  let box: Box | undefined
  for (;;) {
    const line = await cursor.expect("an ITEM")
    const [, item] = /^ITEM: (.*?)\s*$/u.exec(line) ?? []
    if (item === undefined)
      throw cursor.fail(`“${shown(line)}” where an ITEM should come`, {
        column: 1,
        advice: "check the number of atoms of the frame before",
      })
    if (item === "TIMESTEP") timestep = (await cursor.expect("the timestep")).trim()
    else if (item === "TIME") await cursor.expect("the time")
    else if (item === "UNITS") await readUnits(cursor)
    else if (item === "NUMBER OF ATOMS") {
      const text = await cursor.expect("the number of atoms")
      count = integerField(cursor, text, text.trim().split(/\s+/u), 0, "the number of atoms", 1)
    } else if (item.startsWith("BOX BOUNDS")) box = await readBox(cursor, item)
    else if (item.startsWith("ATOMS")) {
      if (count === undefined || box === undefined)
        throw cursor.fail("ATOMS before NUMBER OF ATOMS and BOX BOUNDS", { column: 1, advice: "the frame is not complete" })
      return { timestep, count, box, columns: item.split(/\s+/u).slice(1) }
    } else
      throw cursor.fail(`unknown “ITEM: ${shown(item)}”`, { column: 7, advice: "expected TIMESTEP, NUMBER OF ATOMS, BOX BOUNDS or ATOMS" })
  }
}

async function readUnits(cursor: LineCursor): Promise<void> {
  const units = (await cursor.expect("the units")).trim()
  if (units !== "metal")
    throw cursor.fail(`the dump is in units “${shown(units)}”`, {
      column: 1,
      advice: "only metal units (Å, eV) are read; run LAMMPS with units metal",
    })
}

async function readBox(cursor: LineCursor, item: string): Promise<Box> {
  const words = item.split(/\s+/u).slice(2)
  const triclinic = words[0] === "xy"
  const flags = words.slice(triclinic ? 3 : 0)
  if ((triclinic && words.slice(0, 3).join(" ") !== "xy xz yz") || (flags.length !== 3 && flags.length !== 0)) {
    throw cursor.fail(`the box is “${shown(item)}”`, { column: 7, advice: "expected BOX BOUNDS [xy xz yz] pp pp pp" })
  }
  const fields: string[] = []
  const rows: number[][] = []
  for (let d = 0; d < 3; d++) {
    const line = await cursor.expect("the bounds of the box")
    splitFields(line, ((fields.length = 0), fields))
    rows.push((triclinic ? [0, 1, 2] : [0, 1]).map((k) => finiteField(cursor, line, fields, k, "a bound of the box")))
  }
  const [xy, xz, yz] = triclinic ? rows.map((row) => row[2]) : [0, 0, 0]
  // A triclinic dump gives the bounds of the box that encloses the tilted one.
  const shift = [
    [Math.min(0, xy, xz, xy + xz), Math.max(0, xy, xz, xy + xz)],
    [Math.min(0, yz), Math.max(0, yz)],
    [0, 0],
  ]
  const lo = rows.map(([low], d) => low - shift[d][0])
  const [lx, ly, lz] = rows.map(([, high], d) => high - shift[d][1] - lo[d])
  if (!(lx > 0 && ly > 0 && lz > 0))
    throw cursor.fail(`the box measures ${lx} × ${ly} × ${lz}`, { advice: "upper bounds must be the larger" })
  const periodic = (flag: string | undefined) => flag === undefined || flag === "pp"
  return {
    origin: lo,
    cell: Float64Array.of(lx, 0, 0, xy, ly, 0, xz, yz, lz),
    pbc: [periodic(flags[0]), periodic(flags[1]), periodic(flags[2])],
  }
}

const positionNames = [
  { names: ["x", "y", "z"], scaled: false },
  { names: ["xu", "yu", "zu"], scaled: false },
  { names: ["xs", "ys", "zs"], scaled: true },
  { names: ["xsu", "ysu", "zsu"], scaled: true },
] as const

const forceNames = ["fx", "fy", "fz"] as const

function readAtoms(
  cursor: LineCursor,
  lines: readonly string[],
  head: Head,
  energy: string | undefined,
  options: ReadOptions,
): Omit<Configuration, "origin"> {
  const { columns, box } = head
  const first = cursor.line - lines.length
  const at = (name: string) => columns.indexOf(name)
  const position = positionNames.find(({ names }) => hasAll(columns, names))
  if (position === undefined)
    throw cursor.fail("ATOMS has no columns of positions", { line: first, advice: "dump x y z, xu yu zu, xs ys zs or xsu ysu zsu" })
  const given = at("element") < 0 ? givenElements(cursor, options) : undefined
  if (at("element") < 0 && (at("type") < 0 || given === undefined)) {
    throw cursor.fail("the dump does not name the elements", {
      line: first,
      advice: "dump the column element, or give the elements of the types in the options",
    })
  }
  if (energy !== undefined && at(energy) < 0)
    throw cursor.fail(`ATOMS has no column “${energy}”`, { line: first, advice: `it has: ${columns.join(" ")}` })
  const hasForces = hasAll(columns, forceNames)
  const n = lines.length
  const order = atomOrder(cursor, lines, at("id"))
  const numbers = new Int32Array(n)
  const positions = new Float64Array(3 * n)
  const forces = new Float64Array(3 * n)
  const energies = new Float64Array(n)
  const fields: string[] = []
  for (let row = 0; row < n; row++) {
    const line = lines[row]
    const number = first + 1 + row
    const count = splitFields(line, fields)
    if (count !== columns.length)
      throw cursor.fail(`an atom line has ${count} columns, not ${columns.length}`, {
        line: number,
        column: 1,
        advice: "every line has the columns that ATOMS names",
      })
    const i = order[row]
    numbers[i] = given ? given(Number(fields[at("type")])) : elementField(cursor, line, fields, at("element"), number)
    for (let c = 0; c < 3; c++) {
      positions[3 * i + c] = finiteField(cursor, line, fields, at(position.names[c]), "a position", number)
      if (hasForces) forces[3 * i + c] = finiteField(cursor, line, fields, at(forceNames[c]), "a force", number)
    }
    if (energy !== undefined) energies[i] = finiteField(cursor, line, fields, at(energy), "an energy", number)
  }
  const cartesian = position.scaled ? timesMatrix(positions, box.cell).map((x, i) => x + box.origin[i % 3]) : positions
  return {
    structure: { numbers, positions: cartesian, cell: box.cell, pbc: box.pbc },
    ...(energy === undefined ? {} : { energy: energies.reduce((sum, value) => sum + value, 0) }),
    ...(hasForces ? { forces } : {}),
    group: options.group ?? defaultGroup,
    weights: { energy: 1, forces: 1, stress: 1 },
    ...(head.timestep === "" ? {} : { info: { timestep: head.timestep } }),
  }
}

/** Where each line's atom goes: by ascending id, or as it stands when there are no ids. */
function atomOrder(cursor: LineCursor, lines: readonly string[], id: number): Int32Array {
  const order = Int32Array.from(lines, (_, i) => i)
  if (id < 0) return order
  const ids = lines.map((line) => Number(line.trim().split(/\s+/u)[id]))
  const sorted = Int32Array.from(order).sort((a, b) => ids[a] - ids[b])
  for (const [rank, row] of sorted.entries()) {
    const line = cursor.line - lines.length + 1 + row
    if (!Number.isInteger(ids[row])) throw cursor.fail("an atom id is not a whole number", { line, advice: "check the columns of ATOMS" })
    if (rank > 0 && ids[row] === ids[sorted[rank - 1]])
      throw cursor.fail(`atom ${ids[row]} appears twice`, { line, advice: "atom ids must differ" })
    order[row] = rank
  }
  return order
}

function elementField(cursor: LineCursor, line: string, fields: readonly string[], index: number, number: number): number {
  const element = elementNumber(fields[index])
  if (element !== undefined) return element
  throw cursor.fail(`“${shown(fields[index])}” is not an element`, {
    line: number,
    column: fieldColumn(line, index),
    advice: elementAdvice(fields[index]),
  })
}

function energyColumn(options: ReadOptions): string | undefined {
  const wanted = options.keys?.energy
  return typeof wanted === "string" ? wanted : wanted?.[0]
}

function hasAll(columns: readonly string[], names: readonly string[]): boolean {
  return names.every((name) => columns.includes(name))
}
