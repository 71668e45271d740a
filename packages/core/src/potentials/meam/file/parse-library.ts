import { Failure, type Place } from "../../../failure/failure.ts"
import { LineReader } from "../../eam/setfl/tokens.ts"
import { suggest } from "../../spec/nearest-name.ts"
import { combinations } from "../model/combination.ts"
import { coordination, elementLattices, type Lattice } from "../model/lattice.ts"
import type { LibraryEntry } from "./library-entry.ts"

const WORDS = 19
const columns = "name lattice z ielement atwt alpha b0 b1 b2 b3 alat esub asub t0 t1 t2 t3 rozero ibar".split(" ")

/**
 * Reads the entries of these names from a MEAM library file of LAMMPS: 19 words for each element, on as many lines as they need, names
 * quoted or not. Of entries with the same name the first counts; others are not looked into.
 *
 * @throws Failure with line and column for missing words, words that are no numbers, unknown structures, and names that are missing.
 */
export function parseLibrary(text: string, file: string, names: readonly string[]): readonly LibraryEntry[] {
  const reader = new LineReader(text, file)
  const found = new Map<string, LibraryEntry>()
  const known: string[] = []
  while (!reader.finished) {
    const words = entryWords(reader)
    const [{ text: name }] = words
    if (names.includes(name) && !found.has(name)) found.set(name, libraryEntry(words))
    known.push(name)
  }
  return names.map((name) => {
    const entry = found.get(name)
    if (entry) return entry
    throw new Failure(`the library has no element "${name}"`, { place: { file }, advice: suggest(name, known) })
  })
}

/** The names of all entries of a library. */
export function meamLibraryNames(text: string, file: string): readonly string[] {
  const reader = new LineReader(text, file)
  const names: string[] = []
  while (!reader.finished) names.push(entryWords(reader)[0].text)
  return names
}

/** A word without its quotes, and its place. */
interface Word {
  readonly text: string
  readonly place: Place
}

function entryWords(reader: LineReader): readonly Word[] {
  const words: Word[] = []
  while (words.length < WORDS) {
    const name = words.length === 0 ? "an element" : `element ${words[0].text}`
    for (const { text, column } of reader.tokens(`"${columns[words.length]}" of ${name}`)) {
      const place = reader.place(column)
      if (words.length === WORDS) {
        throw new Failure(`${name} has more than ${WORDS} words`, { place, advice: "the next element starts on a line of its own" })
      }
      words.push({ text: text.replaceAll(/^['"]|['"]$/g, ""), place })
    }
  }
  return words
}

function libraryEntry([name, lattice, ...words]: readonly Word[]): LibraryEntry {
  const numbers = words.map(({ text, place }, k) => {
    const value = text === "" ? Number.NaN : Number(text)
    if (Number.isFinite(value)) return value
    throw new Failure(`"${text}" is no number, but ${columns[k + 2]} of element ${name.text} is expected here`, { place })
  })
  const [neighbours, atomicNumber, mass, alpha, b0, b1, b2, b3, constant, esub, asub, t0, t1, t2, t3, density, combination] = numbers
  const structure = latticeOf(lattice.text, elementLattices, lattice.place)
  if (neighbours !== coordination(structure)) {
    throw new Failure(`an atom of ${structure} has ${coordination(structure)} nearest neighbours, not ${neighbours}`, {
      place: words[0].place,
    })
  }
  if (!combinations.some((one) => one === combination)) {
    const { place } = words[words.length - 1]
    throw new Failure(`ibar is ${combination}, but no such function combines densities`, {
      place,
      advice: `known are ${combinations.join(", ")}`,
    })
  }
  return {
    name: name.text,
    lattice: structure,
    neighbours,
    atomicNumber,
    mass,
    alpha,
    beta: [b0, b1, b2, b3],
    latticeConstant: constant,
    cohesiveEnergy: esub,
    embedding: asub,
    weights: [t0, t1, t2, t3],
    density,
    combination,
  }
}

/** The structure of this name. @throws Failure at `place` where there is none. */
export function latticeOf(name: string, among: readonly Lattice[], place: Place): Lattice {
  const found = among.find((one) => one === name)
  if (found) return found
  throw new Failure(`no reference structure is called "${name}"`, { place, advice: suggest(name, among) })
}
