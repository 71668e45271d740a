import { numberOf, symbols } from "../../../atoms/elements.ts"
import { Failure, type Place } from "../../../failure/failure.ts"
import { LineReader } from "../../eam/setfl/tokens.ts"
import { suggest } from "../../spec/nearest-name.ts"

/** One element of a `.snapcoeff` file. */
interface SnapElement {
  readonly symbol: string
  /** R, in units of rcutfac. */
  readonly radius: number
  readonly weight: number
  readonly coefficients: readonly number[]
}

/** A `.snapcoeff` file and where it says how many coefficients there are. */
export interface SnapCoefficientFile {
  readonly elements: readonly SnapElement[]
  readonly count: number
  readonly countPlace: Place
}

/**
 * Reads a `.snapcoeff` file: the numbers of elements and of coefficients, then for each element its symbol, radius and weight, and its
 * coefficients (https://docs.lammps.org/pair_snap.html).
 *
 * @throws Failure with line and column for wrong counts, elements that do not exist, and words that are no numbers.
 */
export function readSnapCoefficients(text: string, file: string): SnapCoefficientFile {
  const reader = new LineReader(text, file)
  const header = reader.tokens("the numbers of elements and coefficients")
  const [elementCount, count] = header.map((token) => reader.number(token, "the number of elements, then that of coefficients"))
  for (const [k, value] of [elementCount, count].entries()) {
    if (header.length === 2 && Number.isInteger(value) && value > 0 && value <= (k === 0 ? 118 : 1e7)) continue
    throw new Failure(
      `"${header.map((token) => token.text).join(" ")}" is not the number of elements and the number of coefficients of each`,
      {
        place: reader.place((header[header.length === 2 ? k : 2] ?? header[0]).column),
      },
    )
  }
  const countPlace = reader.place(header[1].column)
  const elements: SnapElement[] = []
  for (let n = 0; n < elementCount; n++) {
    const element = elementLine(reader, n + 1)
    if (elements.some(({ symbol }) => symbol === element.symbol)) {
      throw new Failure(`element ${element.symbol} is given twice`, { place: reader.place() })
    }
    elements.push({ ...element, coefficients: Array.from(reader.numbers(count, `the coefficients of ${element.symbol}`)) })
  }
  if (!reader.finished) {
    reader.tokens("more")
    throw new Failure("the file goes on after its last coefficient", { place: reader.place(), advice: "do the counts in the header fit?" })
  }
  return { elements, count, countPlace }
}

function elementLine(reader: LineReader, n: number): Omit<SnapElement, "coefficients"> {
  const tokens = reader.tokens(`element ${n}`)
  const [symbol, radius, weight] = tokens
  const wrongNumber = "does the block before it hold as many coefficients as the header says?"
  if (tokens.length !== 3) {
    throw new Failure(`the line of element ${n} has ${tokens.length} words, not symbol, radius and weight`, {
      place: reader.place((tokens[3] ?? symbol).column),
      advice: wrongNumber,
    })
  }
  if (numberOf(symbol.text) === undefined) {
    const advice = /^[A-Za-z]+$/.test(symbol.text) ? suggest(symbol.text, symbols.slice(1)) : wrongNumber
    throw new Failure(`no element is called ${symbol.text}`, { place: reader.place(symbol.column), advice })
  }
  const found = { symbol: symbol.text, radius: reader.number(radius, "the radius"), weight: reader.number(weight, "the weight") }
  if (found.radius <= 0)
    throw new Failure(`the radius is ${radius.text}`, { place: reader.place(radius.column), advice: "it must be positive" })
  return found
}
