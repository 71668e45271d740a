import { determinant } from "../../atoms/cell.ts"
import { completeCell, structureVolume } from "../../atoms/cell.ts"
import type { Cell, Configuration, Periodicity, PropertyWeights, Structure } from "../../atoms/structure.ts"
import type { Failure } from "../../failure/failure.ts"
import { stressAse, stressFromVirial, virial, voigtFromMatrix } from "../../units/stress.ts"
import type { StressAse } from "../../units/stress.ts"
import { looksLikeLabel } from "../labels.ts"
import type { Label, LabelChooser } from "../labels.ts"
import type { ReadOptions } from "../reader.ts"
import { parseNumber, shown } from "../source/fields.ts"
import type { LineCursor } from "../source/line-cursor.ts"
import type { Entry } from "./comment.ts"
import { parseProperties, plainColumns } from "./properties.ts"
import type { Column } from "./properties.ts"

/** Opposite shears of a 3×3 stress may differ by this part of its largest component, or by this much [eV/Å³], and are averaged. */
const asymmetry = { relative: 0.01, absolute: 1e-4 }

/** The comment line of one frame: hands out its entries by meaning, each once, and keeps the rest as `info`. */
export class Frame {
  readonly #cursor: LineCursor
  readonly #line: number
  readonly #plain: string
  readonly #entries: Map<string, Entry>

  constructor(cursor: LineCursor, line: number, plain: string, entries: readonly Entry[]) {
    this.#cursor = cursor
    this.#line = line
    this.#plain = plain
    this.#entries = new Map(entries.map((entry) => [entry.key, entry]))
  }

  /** Whether a comment is the free text of a plain XYZ file: nothing in it is one of the keys that have a meaning. */
  static isPlain(comment: string, options: ReadOptions): boolean {
    const group = options.groupKey ?? "config_type"
    for (const [, key] of comment.matchAll(/([\w-]+)["']?\s*=/gu)) {
      if (key === group || /^(?:properties|lattice|pbc)$|_weight$/iu.test(key) || looksLikeLabel(key)) return false
      if (Object.values(options.keys ?? {}).some((choice) => choice === key || choice?.includes(key) === true)) return false
    }
    return true
  }

  /** Removes and gives an entry. */
  take(key: string): Entry | undefined {
    const entry = this.#entries.get(key)
    this.#entries.delete(key)
    return entry
  }

  /** The columns of the atom lines, and whether there may be no others (plain XYZ allows more, unread). */
  columns(): { columns: readonly Column[]; exact: boolean } {
    const entry = this.#takeAny("Properties")
    if (entry === undefined) return { columns: plainColumns, exact: false }
    const columns = parseProperties(entry.text)
    if (typeof columns === "string") throw this.#fail(columns, entry, "write for example Properties=species:S:1:pos:R:3:forces:R:3")
    return { columns, exact: true }
  }

  /** `Lattice` and `pbc`; without `pbc` a frame with a lattice repeats in all directions. */
  cell(): { cell: Cell | null; pbc: Periodicity } {
    const lattice = this.#takeAny("Lattice")
    const flags = this.#takeAny("pbc")
    const cell = lattice === undefined ? null : this.#lattice(lattice)
    const periodic = cell !== null
    const pbc: Periodicity = flags === undefined ? [periodic, periodic, periodic] : this.#periodicity(flags)
    if (cell === null && pbc.includes(true))
      throw this.#fail("pbc says the frame repeats, but it has no Lattice", flags, 'add Lattice, or write pbc="F F F"')
    if (cell === null) return { cell, pbc }
    for (let d = 0; d < 3; d++) {
      if (pbc[d] && cell[3 * d] === 0 && cell[3 * d + 1] === 0 && cell[3 * d + 2] === 0) {
        throw this.#fail(`Lattice vector ${d + 1} has no length, but the frame repeats along it`, lattice, "correct Lattice or pbc")
      }
    }
    if (cell.every((x) => x === 0)) return { cell: null, pbc }
    this.#checkRank(cell, pbc, lattice)
    return { cell, pbc }
  }

  /** Total energy [eV]; NaN is as good as absent. */
  energy(labels: LabelChooser): number | undefined {
    const entry = this.#label("energy", labels)
    if (entry === undefined) return undefined
    if (entry.items.length !== 1)
      throw this.#fail(`“${entry.key}” should be one number, not ${entry.items.length}`, entry, "write the total energy in eV")
    const [value] = this.#numbers(entry, true)
    return Number.isNaN(value) ? undefined : value
  }

  /** Stress, from a stress or a virial; NaN is as good as absent. */
  stress(labels: LabelChooser, structure: Structure): StressAse | undefined {
    const entry = this.#label("stress", labels)
    if (entry === undefined) return undefined
    const values = this.#numbers(entry, true)
    if (values.length !== 6 && values.length !== 9) {
      throw this.#fail(
        `“${entry.key}” has ${values.length} numbers`,
        entry,
        "write nine (xx xy xz yx yy yz zx zy zz) or six (xx yy zz yz xz xy)",
      )
    }
    if (values.some(Number.isNaN)) return undefined
    const voigt = values.length === 6 ? Float64Array.from(values) : voigtFromMatrix(values)
    const isVirial = /virial/iu.test(entry.key)
    const volume = structureVolume(structure)
    if (isVirial && volume === 0) throw this.#fail(`“${entry.key}” needs a cell with a volume`, entry, "add Lattice, or remove the virial")
    if (values.length === 9) this.#checkSymmetry(values, isVirial ? volume : 1, entry)
    return isVirial ? stressFromVirial(virial(voigt), volume) : stressAse(voigt)
  }

  /** `config_weight` times the weight of each property; 1 where absent. */
  weights(): PropertyWeights {
    const all = this.#weight("config_weight")
    return {
      energy: all * this.#weight("energy_weight", "config_energy_weight"),
      forces: all * this.#weight("forces_weight", "force_weight", "config_forces_weight"),
      stress: all * this.#weight("stress_weight", "virial_weight", "virials_weight", "config_stress_weight", "config_virials_weight"),
    }
  }

  /** What has not been taken. */
  info(): Pick<Configuration, "info"> {
    if (this.#plain.trim() !== "") return { info: { comment: this.#plain.trim() } }
    if (this.#entries.size === 0) return {}
    return { info: Object.fromEntries([...this.#entries.values()].map(({ key, text }) => [key, text])) }
  }

  #label(label: Label, labels: LabelChooser): Entry | undefined {
    const fail = (what: string, advice: string): Failure => this.#fail(what, undefined, advice)
    const key = labels.choose(label, this.#entries.keys(), fail)
    return key === undefined ? undefined : this.take(key)
  }

  #takeAny(key: string): Entry | undefined {
    for (const candidate of this.#entries.keys()) if (candidate.toLowerCase() === key.toLowerCase()) return this.take(candidate)
    return undefined
  }

  #weight(...keys: string[]): number {
    const given = keys
      .map((key) => this.take(key))
      .filter((entry) => entry !== undefined)
      .sort((a, b) => a.column - b.column)
    if (given.length === 0) return 1
    if (given.length > 1) throw this.#fail(`“${given[0].key}” and “${given[1].key}” mean the same`, given[1], "keep one of them")
    const [value] = this.#numbers(given[0], false)
    if (given[0].items.length === 1 && value >= 0) return value
    throw this.#fail(`“${given[0].key}” is “${shown(given[0].text)}”`, given[0], "a weight is one number, zero or more")
  }

  #lattice(entry: Entry): Float64Array {
    const values = this.#numbers(entry, false)
    if (values.length === 3) return Float64Array.of(values[0], 0, 0, 0, values[1], 0, 0, 0, values[2])
    if (values.length === 9) return Float64Array.from(values)
    throw this.#fail(
      `Lattice has ${values.length} numbers`,
      entry,
      'write the three cell vectors one after the other: Lattice="ax ay az bx by bz cx cy cz"',
    )
  }

  #periodicity(entry: Entry): Periodicity {
    const flags = entry.items.map((item) => (/^(?:T|true|1)$/iu.test(item) ? true : /^(?:F|false|0)$/iu.test(item) ? false : undefined))
    const [a, b, c] = flags
    if (flags.length === 1 && a !== undefined) return [a, a, a]
    if (flags.length === 3 && a !== undefined && b !== undefined && c !== undefined) return [a, b, c]
    throw this.#fail(`pbc is “${shown(entry.text)}”`, entry, 'write three of T and F: pbc="T T F"')
  }

  #checkRank(cell: Cell, pbc: Periodicity, entry: Entry | undefined): void {
    try {
      const full = completeCell(cell, pbc)
      const scale = [0, 3, 6].reduce((product, d) => product * Math.hypot(full[d], full[d + 1], full[d + 2]), 1)
      if (Math.abs(determinant(full)) > 1e-9 * scale) return
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
    }
    throw this.#fail("the vectors of Lattice lie in a plane", entry, "give three independent cell vectors")
  }

  #checkSymmetry(values: readonly number[], volume: number, entry: Entry): void {
    const largest = Math.max(...values.map(Math.abs))
    const allowed = Math.max(asymmetry.relative * largest, asymmetry.absolute * volume)
    for (const [i, j] of [
      [1, 3],
      [2, 6],
      [5, 7],
    ]) {
      if (Math.abs(values[i] - values[j]) > allowed) {
        throw this.#fail(
          `“${entry.key}” is not symmetric: ${values[i]} against ${values[j]}`,
          entry,
          "write xx xy xz yx yy yz zx zy zz, or six numbers xx yy zz yz xz xy",
        )
      }
    }
  }

  #numbers(entry: Entry, nan: boolean): number[] {
    return entry.items.map((item) => {
      const value = parseNumber(item)
      if (value !== undefined && (Number.isFinite(value) || (nan && Number.isNaN(value)))) return value
      throw this.#fail(`“${entry.key}” holds “${shown(item)}”, not a finite number`, entry, "write decimal numbers")
    })
  }

  #fail(what: string, entry: Entry | undefined, advice: string): Failure {
    return this.#cursor.fail(what, { line: this.#line, column: entry?.column, advice })
  }
}
