import { Failure } from "../../../failure/failure.ts"
import { LineReader, type Token } from "../../eam/setfl/tokens.ts"
import { suggest } from "../../spec/nearest-name.ts"

/** What a `.snapparam` file says; names and defaults are LAMMPS's. */
export interface SnapParameterFile {
  rcutfac: number
  twojmax: number
  rfac0: number
  rmin0: number
  switchflag: boolean
  bzeroflag: boolean
  quadraticflag: boolean
  chemflag: boolean
  bnormflag: boolean
  wselfallflag: boolean
  switchinnerflag: boolean
  /** By element of the coefficient file. */
  sinner?: readonly number[]
  dinner?: readonly number[]
}

const numbers = ["rcutfac", "twojmax", "rfac0", "rmin0"] as const
const flags = ["switchflag", "bzeroflag", "quadraticflag", "chemflag", "bnormflag", "wselfallflag", "switchinnerflag"] as const
const lists = ["sinner", "dinner"] as const
/** How LAMMPS divides its work; they change no number. */
const ignored = ["chunksize", "parallelthresh"] as const
const keywords = [...numbers, ...flags, ...lists, ...ignored]

/**
 * Reads a `.snapparam` file: a keyword and its value a line (https://docs.lammps.org/pair_snap.html).
 *
 * @throws Failure with line and column for an unknown keyword, one given twice, a value that is none, or where rcutfac or twojmax is missing.
 */
export function readSnapParameters(text: string, file: string): SnapParameterFile {
  const reader = new LineReader(text, file)
  const found: SnapParameterFile = {
    rcutfac: Number.NaN,
    twojmax: Number.NaN,
    rfac0: 0.99363,
    rmin0: 0,
    switchflag: true,
    bzeroflag: true,
    quadraticflag: false,
    chemflag: false,
    bnormflag: false,
    wselfallflag: false,
    switchinnerflag: false,
  }
  const seen = new Set<string>()
  while (!reader.finished) {
    const tokens = reader.tokens("a keyword")
    const [{ text: keyword, column }, ...values] = tokens
    if (seen.has(keyword)) throw new Failure(`${keyword} is given twice`, { place: reader.place(column) })
    seen.add(keyword)
    const number = numbers.find((name) => name === keyword)
    const flag = flags.find((name) => name === keyword)
    const list = lists.find((name) => name === keyword)
    if (list) {
      if (values.length === 0) throw valueMissing(reader, tokens[0])
      found[list] = values.map((value) => reader.number(value, keyword))
      continue
    }
    if (!number && !flag && !ignored.some((name) => name === keyword)) {
      throw new Failure(`"${keyword}" is no keyword of a snapparam file`, {
        place: reader.place(column),
        advice: suggest(keyword, keywords),
      })
    }
    const value = single(reader, tokens)
    if (number) found[number] = reader.number(value, keyword)
    if (number === "twojmax" && !(Number.isInteger(found.twojmax) && found.twojmax >= 0)) {
      throw new Failure(`twojmax is ${value.text}`, { place: reader.place(value.column), advice: "it is a whole number, such as 6 or 8" })
    }
    if (flag) found[flag] = asFlag(reader, value, keyword)
  }
  for (const name of ["rcutfac", "twojmax"] as const) {
    if (!seen.has(name))
      throw new Failure(`${name} is missing`, {
        place: reader.place(),
        advice: `add a line such as "${name} ${name === "twojmax" ? 6 : 4.6}"`,
      })
  }
  return found
}

function single(reader: LineReader, [keyword, value, more]: readonly Token[]): Token {
  if (value === undefined) throw valueMissing(reader, keyword)
  if (more !== undefined) {
    throw new Failure(`${keyword.text} has more than one value`, {
      place: reader.place(more.column),
      advice: "write one keyword and its value a line, comments behind #",
    })
  }
  return value
}

function valueMissing(reader: LineReader, { text, column }: Token): Failure {
  return new Failure(`${text} has no value`, { place: reader.place(column + text.length) })
}

function asFlag(reader: LineReader, value: Token, keyword: string): boolean {
  if (value.text === "0" || value.text === "1") return value.text === "1"
  throw new Failure(`${keyword} is "${value.text}"`, { place: reader.place(value.column), advice: "it is 0 or 1" })
}
