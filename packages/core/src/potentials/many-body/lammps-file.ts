import { numberOf } from "../../atoms/elements.ts"
import { Failure, type Place } from "../../failure/failure.ts"

/** One entry of a potential file of LAMMPS: the numbers of an ordered triplet of elements, the centre first. */
interface FileEntry {
  /** As the file writes them, such as `Si` or `Si(D)`. */
  readonly labels: readonly [string, string, string]
  readonly values: readonly number[]
  readonly place: Place
}

/** What stands in the files of one kind. */
export interface FileFormat {
  /** Such as `sw`. */
  readonly name: string
  /** Names of the numbers of an entry, in their order. */
  readonly columns: readonly string[]
  /** Those that are energies. */
  readonly energies: readonly string[]
}

/** The entries that belong to a choice of elements, with their energies in eV. */
export interface FileEntries {
  /** Symbols of the elements. */
  readonly symbols: readonly string[]
  /** The number called `name` of the triplet of elements a, b, c (indices into `symbols`). */
  value(name: string, a: number, b: number, c: number): number
  place(a: number, b: number, c: number): Place
}

/** As LAMMPS has it, for `UNITS: real` read in `units metal`. */
const KILOCALORIES_PER_ELECTRON_VOLT = 23.060549

/**
 * Reads a file of triplet entries as LAMMPS does: each begins on a line of its own and goes on until it is complete; `#` starts a comment.
 *
 * @param labels of the elements that are wanted, such as `Si(D)`; all of the file unless given
 * @throws Failure with its place for incomplete entries, words that are no numbers, triplets that are missing or given twice, and units
 *   other than `metal` and `real`.
 */
export function readEntries(text: string, file: string, format: FileFormat, labels?: readonly string[]): FileEntries {
  const entries = parseEntries(text, file, format)
  const found = [...new Set(entries.flatMap((entry) => entry.labels))]
  const chosen = labels ?? found
  const absent = chosen.find((label) => !found.includes(label))
  if (absent !== undefined) {
    throw new Failure(`there is no entry of ${absent}`, { place: { file }, advice: `the file has ${found.join(", ")}` })
  }
  const symbols = chosen.map((label) => symbolOfLabel(label, file))
  const twice = symbols.findIndex((symbol, k) => symbols.indexOf(symbol) < k)
  if (twice >= 0) {
    const same = chosen.filter((_, k) => symbols[k] === symbols[twice])
    throw new Failure(`the file has several parametrisations of ${symbols[twice]}: ${same.join(", ")}`, {
      place: { file },
      advice: "choose one of them with `labels` in a config, `--elements` on the command line",
    })
  }
  const byLabels = new Map<string, FileEntry>()
  for (const entry of entries) {
    const key = entry.labels.join(" ")
    if (byLabels.has(key) && entry.labels.every((label) => chosen.includes(label)))
      throw new Failure(`the entry ${key} is given twice`, { place: entry.place, advice: "leave one of them out" })
    byLabels.set(key, entry)
  }
  const missing = chosen.flatMap((a) => chosen.flatMap((b) => chosen.map((c) => `${a} ${b} ${c}`))).filter((key) => !byLabels.has(key))
  if (missing.length > 0) {
    const rest = missing.length > 1 ? ` and ${missing.length - 1} others` : ""
    throw new Failure(`there is no entry ${missing[0]}${rest}`, {
      place: { file },
      advice: "complete the file, or choose fewer of its elements with `labels` in a config, `--elements` on the command line",
    })
  }
  const scale = energyScale(text, file)
  const entryOf = (a: number, b: number, c: number): FileEntry => byLabels.get([chosen[a], chosen[b], chosen[c]].join(" "))!
  return Object.freeze({
    symbols,
    value(name: string, a: number, b: number, c: number): number {
      return entryOf(a, b, c).values[format.columns.indexOf(name)] * (format.energies.includes(name) ? scale : 1)
    },
    place: (a: number, b: number, c: number) => entryOf(a, b, c).place,
  })
}

function parseEntries(text: string, file: string, { name, columns }: FileFormat): readonly FileEntry[] {
  const entries: FileEntry[] = []
  let words: { readonly text: string; readonly place: Place }[] = []
  const size = 3 + columns.length
  text.split(/\r\n|\r|\n/u).forEach((line, k) => {
    const found = [...line.replace(/#.*/u, "").matchAll(/\S+/gu)]
    words.push(...found.map((match) => ({ text: match[0], place: { file, line: k + 1, column: match.index + 1 } })))
    if (words.length < size) return
    if (words.length > size) {
      throw new Failure(`an entry of ${words.length} words stands here, where three elements and ${columns.length} numbers are expected`, {
        place: words[size].place,
        advice: `an entry of a ${name} file is: element 1, element 2, element 3, ${columns.join(", ")}`,
      })
    }
    const [a, b, c, ...numbers] = words
    const values = numbers.map((word, n) => {
      const value = /^[+-]?(\d+\.?\d*|\.\d+)([eEdD][+-]?\d+)?$/u.test(word.text) ? Number(word.text.replace(/[dD]/u, "e")) : Number.NaN
      if (Number.isFinite(value)) return value
      throw new Failure(`"${word.text}" is no number, but ${columns[n]} is expected here`, { place: word.place })
    })
    entries.push({ labels: [a.text, b.text, c.text], values, place: a.place })
    words = []
  })
  if (words.length > 0) {
    throw new Failure(`the file ends within an entry, after ${words.length} of its ${size} words`, {
      place: words[words.length - 1].place,
      advice: `an entry of a ${name} file is: element 1, element 2, element 3, ${columns.join(", ")}`,
    })
  }
  if (entries.length === 0) throw new Failure("the file has no entry", { place: { file }, advice: "is the file whole?" })
  return entries
}

/** `Si` of `Si` and `Si(D)`. */
function symbolOfLabel(label: string, file: string): string {
  const symbol = label.replace(/\(.*\)$/u, "")
  if (numberOf(symbol) !== undefined) return symbol
  throw new Failure(`no element is called "${label}"`, { place: { file }, advice: "name the elements by their symbols" })
}

function energyScale(text: string, file: string): number {
  const first = text.split(/\r\n|\r|\n/u, 1)[0]
  const units = /^#.*\bUNITS:\s*(\S+)/u.exec(first)?.[1] ?? "metal"
  if (units === "metal") return 1
  if (units === "real") return 1 / KILOCALORIES_PER_ELECTRON_VOLT
  throw new Failure(`the file is in units ${units}`, {
    place: { file, line: 1, column: first.indexOf("UNITS:") + 1 },
    advice: "luthier reads files in units metal and real",
  })
}

/** The text of a file with one entry for every ordered triplet of the symbols. */
export function writeEntries(
  title: string,
  symbols: readonly string[],
  columns: readonly string[],
  values: (a: number, b: number, c: number) => readonly number[],
): string {
  const lines = [`# UNITS: metal CONTRIBUTOR: Luthier ${title}`, `# element 1, element 2, element 3, ${columns.join(", ")}`]
  symbols.forEach((first, a) =>
    symbols.forEach((second, b) => symbols.forEach((third, c) => lines.push([first, second, third, ...values(a, b, c)].join(" ")))),
  )
  return `${lines.join("\n")}\n`
}
