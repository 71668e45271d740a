import { timesMatrix } from "../../atoms/cell.ts"
import { numberOf } from "../../atoms/elements.ts"
import type { Configuration } from "../../atoms/structure.ts"
import { stressFromVasp, stressVasp } from "../../units/conventions.ts"
import { defaultGroup } from "../reader.ts"
import type { Reader, ReadOptions } from "../reader.ts"
import { parseNumber, shown } from "../source/fields.ts"
import { LineCursor } from "../source/line-cursor.ts"
import type { TextSource } from "../source/text-source.ts"

/**
 * `vasprun.xml` of VASP: every `<calculation>` with its energy [eV], forces and stress.
 *
 * Not an XML parser: it follows VASP's own layout, an element a line, so that files of any size stream through. The energies are the free energy
 * `e_fr_energy` of the ionic step, and the other two as it plus their difference in the last electronic step, because some versions of VASP
 * print wrong ones for the ionic step. `options.vaspEnergy` chooses, as in OUTCAR; `energy(sigma->0)` unless given.
 */
export const vasprunReader: Reader = Object.freeze({ name: "vasprun", extensions: ["xml"], detect, read })

const energyTags = { "sigma->0": "e_0_energy", free: "e_fr_energy", "without-entropy": "e_wo_entrp" } as const

function detect(head: string): boolean {
  return /<modeling>/u.test(head)
}

interface Calculation {
  readonly line: number
  /** The `varray`s seen, by name, rows concatenated. */
  readonly arrays: Map<string, number[]>
  /** Energies by tag of the last electronic step, and of the ionic step. */
  readonly electronic: Map<string, number>
  readonly ionic: Map<string, number>
}

async function* read(source: TextSource, options: ReadOptions = {}): AsyncGenerator<Configuration> {
  const cursor = new LineCursor(source)
  const numbers: number[] = []
  let now: Calculation | undefined
  let array: number[] | undefined
  let inAtoms = false
  let inElectronic = false
  let frame = 0
  let stresses = 0
  let closed = false
  try {
    for (let line = await cursor.next(); line !== undefined; line = await cursor.next()) {
      const tag = line.trimStart()
      if (array !== undefined && tag.startsWith("<v>")) for (const value of readRow(cursor, line)) array.push(value)
      else if (tag.startsWith("</varray>")) array = undefined
      else if (inAtoms && tag.startsWith("<rc>")) numbers.push(readElement(cursor, line))
      else if (tag.startsWith('<array name="atoms"')) inAtoms = true
      else if (tag.startsWith("</array>")) inAtoms = false
      else if (tag.startsWith("<calculation>")) now = { line: cursor.line, arrays: new Map(), electronic: new Map(), ionic: new Map() }
      else if (tag.startsWith("</modeling>")) closed = true
      else if (now !== undefined) {
        if (tag.startsWith("<scstep>")) inElectronic = true
        else if (tag.startsWith("</scstep>")) inElectronic = false
        else if (tag.startsWith("<varray")) now.arrays.set(nameOf(tag), (array = []))
        else if (tag.startsWith('<i name="e_')) readEnergy(cursor, line, inElectronic ? now.electronic : now.ionic)
        else if (tag.startsWith("</calculation>")) {
          const result = configuration(cursor, now, numbers, frame++, options)
          if (result.stress !== undefined) stresses++
          now = undefined
          yield result
        }
      }
    }
    if (!closed)
      throw cursor.fail("the file ends before </modeling>", { advice: "the run was cut short; OUTCAR may hold its complete steps" })
    if (frame === 0) throw cursor.fail("no <calculation>", { advice: "the run stopped before its first ionic step" })
  } finally {
    const kind = options.vaspEnergy ?? "sigma->0"
    options.onKeys?.({
      file: source.name,
      format: "vasprun",
      energy: frame > 0 ? [energyTags[kind]] : [],
      forces: frame > 0 ? ["forces"] : [],
      stress: stresses > 0 ? ["stress"] : [],
      unused: Object.values(energyTags).filter((name) => name !== energyTags[kind]),
    })
    await cursor.close()
  }
}

function configuration(
  cursor: LineCursor,
  step: Calculation,
  numbers: readonly number[],
  frame: number,
  options: ReadOptions,
): Configuration {
  const cell = matrix(cursor, step, "basis", 9)
  const fractional = matrix(cursor, step, "positions", 3 * numbers.length)
  if (cell === undefined || fractional === undefined)
    throw cursor.fail("a <calculation> without a structure", { line: step.line, advice: "the file is damaged" })
  const forces = matrix(cursor, step, "forces", 3 * numbers.length)
  const s = matrix(cursor, step, "stress", 9)
  const energy = energyOf(cursor, step, options)
  return {
    structure: { numbers: Int32Array.from(numbers), positions: timesMatrix(fractional, cell), cell, pbc: [true, true, true] },
    ...(energy === undefined ? {} : { energy }),
    ...(forces === undefined ? {} : { forces }),
    ...(s === undefined
      ? {}
      : { stress: stressFromVasp(stressVasp([s[0], s[4], s[8], (s[1] + s[3]) / 2, (s[5] + s[7]) / 2, (s[2] + s[6]) / 2])) }),
    group: options.group ?? defaultGroup,
    weights: { energy: 1, forces: 1, stress: 1 },
    origin: { file: cursor.file, frame, line: step.line },
  }
}

function energyOf(cursor: LineCursor, step: Calculation, options: ReadOptions): number {
  const tag = energyTags[options.vaspEnergy ?? "sigma->0"]
  const free = step.ionic.get(energyTags.free)
  const electronicFree = step.electronic.get(energyTags.free)
  const electronic = step.electronic.get(tag)
  if (free !== undefined && tag === energyTags.free) return free
  if (free !== undefined && electronicFree !== undefined && electronic !== undefined) return free + (electronic - electronicFree)
  throw cursor.fail(`a <calculation> without ${tag}`, {
    line: step.line,
    advice: "the electronic loop did not finish; leave this step out",
  })
}

function matrix(cursor: LineCursor, step: Calculation, name: string, length: number): Float64Array | undefined {
  const values = step.arrays.get(name)
  if (values === undefined) return undefined
  if (values.length === length) return Float64Array.from(values)
  throw cursor.fail(`“${name}” has ${values.length} numbers, not ${length}`, { line: step.line, advice: "the file is damaged" })
}

function readRow(cursor: LineCursor, line: string): number[] {
  const text = line.slice(line.indexOf("<v>") + 3, line.lastIndexOf("</v>")).trim()
  return text.split(/\s+/u).map((field) => {
    const value = parseNumber(field)
    if (value !== undefined && Number.isFinite(value)) return value
    throw cursor.fail(`“${shown(field)}” is not a finite number`, {
      column: line.indexOf(field) + 1,
      advice: "leave this step out, or repair the file",
    })
  })
}

function readElement(cursor: LineCursor, line: string): number {
  const name = /<c>\s*([^<\s]+)/u.exec(line)?.[1] ?? ""
  // VASP pads one-letter symbols and prints r for zirconium in some versions.
  const number = numberOf(name === "r" ? "Zr" : name)
  if (number === undefined)
    throw cursor.fail(`“${shown(name)}” is not an element`, {
      column: line.indexOf("<c>") + 4,
      advice: "expected <rc><c>Cu</c><c>1</c></rc>",
    })
  return number
}

function readEnergy(cursor: LineCursor, line: string, into: Map<string, number>): void {
  const [, name, text] = /<i name="(\w+)">\s*([^<\s]*)/u.exec(line) ?? ["", "", ""]
  const value = parseNumber(text)
  if (value === undefined || !Number.isFinite(value)) {
    throw cursor.fail(`the energy ${name} is “${shown(text)}”`, { column: line.indexOf(">") + 2, advice: "leave this step out" })
  }
  into.set(name, value)
}

function nameOf(tag: string): string {
  return /name="([^"]*)"/u.exec(tag)?.[1] ?? ""
}
