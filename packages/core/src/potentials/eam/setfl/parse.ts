import { Failure } from "../../../failure/failure.ts"
import type { EamStyle } from "../functions.ts"
import type { Setfl, SetflElement } from "./setfl.ts"
import { LineReader, type Token } from "./tokens.ts"

/** How to read a setfl file. */
export interface ParseSetflOptions {
  /** Name in errors. */
  readonly file: string
  /** Found from the file when left out; with one element, where both look the same, `alloy` unless the name ends in `.fs`. */
  readonly style?: EamStyle
}

/**
 * Reads a setfl file (`eam/alloy`, `eam/fs`).
 *
 * @throws Failure with line and column for wrong counts, words that are no numbers, impossible steps, and missing or extra blocks.
 */
export function parseSetfl(text: string, { file, style }: ParseSetflOptions): Setfl {
  const reader = new LineReader(text, file)
  const setfl = readSetfl(reader, style ?? (file.endsWith(".fs") ? "fs" : undefined))
  reader.finish(setfl.style === "alloy" ? "is it an eam/fs file?" : "do the counts in the header fit?")
  return setfl
}

/** Reads the blocks of a setfl file from a reader, which stands behind the last pair function then; the style is found unless given. */
export function readSetfl(reader: LineReader, style: EamStyle | undefined): Setfl {
  const comments = [reader.line("the first comment line"), reader.line("the second comment line"), reader.line("the third comment line")]
  const symbols = elementLine(reader)
  const grid = gridLine(reader)
  let kind = style
  const elements: SetflElement[] = []
  for (const symbol of symbols) {
    const head = elementHead(reader, symbol)
    const embedding = reader.numbers(grid.densityCount, `the embedding function of ${symbol}`)
    const densities = [reader.numbers(grid.radiusCount, `the density of ${symbol}`)]
    kind ??= symbols.length === 1 || startsElement(reader.peek()) ? "alloy" : "fs"
    if (kind === "fs") {
      for (const site of symbols.slice(1)) densities.push(reader.numbers(grid.radiusCount, `the density of ${symbol} at ${site}`))
    }
    elements.push({ symbol, ...head, embedding, densities })
  }
  const pairs: Float64Array[] = []
  for (let a = 0; a < symbols.length; a++) {
    for (let b = 0; b <= a; b++) pairs.push(reader.numbers(grid.radiusCount, `the pair function of ${symbols[a]}-${symbols[b]}`))
  }
  return { style: kind ?? "alloy", comments: [comments[0], comments[1], comments[2]], elements, ...grid, pairs }
}

function elementLine(reader: LineReader): readonly string[] {
  const [first, ...rest] = reader.tokens("the line of elements")
  const count = reader.number(first, "the number of elements")
  if (!Number.isInteger(count) || count < 1 || count > 118) {
    throw new Failure(`${first.text} is no possible number of elements`, {
      place: reader.place(first.column),
      advice: "the fourth line of a setfl file is the number of elements, then their names",
    })
  }
  if (rest.length !== count) {
    throw new Failure(`${count} elements are announced, but ${rest.length} named`, {
      place: reader.place((rest[count] ?? first).column),
      advice: "the fourth line of a setfl file is the number of elements, then their names",
    })
  }
  const symbols = rest.map((token) => token.text)
  const twice = rest.find((token, k) => symbols.indexOf(token.text) < k)
  if (twice) throw new Failure(`element ${twice.text} is named twice`, { place: reader.place(twice.column) })
  return symbols
}

function gridLine(reader: LineReader): Pick<Setfl, "densityCount" | "densityStep" | "radiusCount" | "radiusStep" | "cutoff"> {
  const tokens = reader.tokens("the line Nrho drho Nr dr cutoff")
  if (tokens.length !== 5) {
    throw new Failure(`the grid line has ${tokens.length} words, not the five of Nrho drho Nr dr cutoff`, {
      place: reader.place((tokens[5] ?? tokens[tokens.length - 1]).column),
    })
  }
  const size = (token: Token, name: string): number => {
    const value = reader.number(token, name)
    if (Number.isInteger(value) && value >= 5 && value <= 10_000_000) return value
    throw new Failure(`${name} is ${token.text}`, {
      place: reader.place(token.column),
      advice: "it is the number of grid points: a whole number, at least 5",
    })
  }
  const positive = (token: Token, name: string): number => {
    const value = reader.number(token, name)
    if (value > 0) return value
    throw new Failure(`${name} is ${token.text}`, { place: reader.place(token.column), advice: "it must be positive" })
  }
  return {
    densityCount: size(tokens[0], "Nrho"),
    densityStep: positive(tokens[1], "drho"),
    radiusCount: size(tokens[2], "Nr"),
    radiusStep: positive(tokens[3], "dr"),
    cutoff: positive(tokens[4], "the cutoff"),
  }
}

function elementHead(reader: LineReader, symbol: string): Omit<SetflElement, "symbol" | "embedding" | "densities"> {
  const tokens = reader.tokens(`the line of element ${symbol}`)
  if (tokens.length !== 4) {
    throw new Failure(`the line of element ${symbol} has ${tokens.length} words, not atomic number, mass, lattice constant and lattice`, {
      place: reader.place((tokens[4] ?? tokens[tokens.length - 1]).column),
      advice: "does the block before it hold as many numbers as the header says?",
    })
  }
  const atomicNumber = reader.number(tokens[0], `the atomic number of ${symbol}`)
  if (!Number.isInteger(atomicNumber) || atomicNumber < 0) {
    throw new Failure(`${tokens[0].text} is no atomic number`, { place: reader.place(tokens[0].column) })
  }
  const mass = reader.number(tokens[1], `the mass of ${symbol}`)
  if (mass <= 0) throw new Failure(`the mass of ${symbol} is ${tokens[1].text}`, { place: reader.place(tokens[1].column) })
  const latticeConstant = reader.number(tokens[2], `the lattice constant of ${symbol}`)
  return { atomicNumber, mass, latticeConstant, lattice: tokens[3].text }
}

/** A line of an element ends with the name of its lattice; a line of numbers does not. */
function startsElement(tokens: readonly Token[]): boolean {
  return tokens.length === 4 && !Number.isFinite(Number(tokens[3].text.replace(/[dD]/, "e")))
}
