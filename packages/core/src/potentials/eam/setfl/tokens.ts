import { Failure, type Place } from "../../../failure/failure.ts"

/** A word of a line and its column, from 1. */
export interface Token {
  readonly text: string
  readonly column: number
}

/** The lines of a text, one after the other, with their places. */
export class LineReader {
  readonly #lines: readonly string[]
  readonly #file: string
  #next = 0

  constructor(text: string, file: string) {
    this.#lines = text.split(/\r\n|\r|\n/)
    if (this.#lines.at(-1) === "") this.#lines = this.#lines.slice(0, -1)
    this.#file = file
  }

  /** The next line as it stands. @throws Failure where the file ends, saying that `wanted` was expected. */
  line(wanted: string): string {
    const line = this.#lines[this.#next++]
    if (line === undefined) {
      this.#next = this.#lines.length
      throw new Failure(`the file ends before ${wanted}`, { place: this.place(), advice: "is the file whole?" })
    }
    return line
  }

  /** The words of the next line that has any; `#` starts a comment. */
  tokens(wanted: string): readonly Token[] {
    for (;;) {
      const found = words(this.line(wanted))
      if (found.length > 0) return found
    }
  }

  /** The words of the next line that has any, without taking it; none at the end of the file. */
  peek(): readonly Token[] {
    for (let k = this.#next; k < this.#lines.length; k++) {
      const found = words(this.#lines[k])
      if (found.length > 0) return found
    }
    return []
  }

  /** Exactly `count` numbers, on as many lines as they need. */
  numbers(count: number, wanted: string): Float64Array {
    const values = new Float64Array(count)
    for (let n = 0; n < count;) {
      for (const token of this.tokens(`number ${n + 1} of ${count} of ${wanted}`)) {
        if (n === count) {
          throw new Failure(`${wanted} has more than ${count} numbers`, {
            place: this.place(token.column),
            advice: "each block starts on a line of its own and holds as many numbers as the header says",
          })
        }
        values[n++] = this.number(token, `${wanted}, number ${n} of ${count}`)
      }
    }
    return values
  }

  /** A finite number; Fortran's exponent letter D is one too. */
  number(token: Token, wanted: string): number {
    const value = /^[+-]?(\d+\.?\d*|\.\d+)([eEdD][+-]?\d+)?$/.test(token.text) ? Number(token.text.replace(/[dD]/, "e")) : Number.NaN
    if (Number.isFinite(value)) return value
    throw new Failure(`"${token.text}" is no number, but ${wanted} is expected here`, { place: this.place(token.column) })
  }

  /** Place of the line taken last. */
  place(column = 1): Place {
    return { file: this.#file, line: Math.max(1, this.#next), column }
  }

  /** Whether only blank lines are left. */
  get finished(): boolean {
    return this.peek().length === 0
  }

  /** @throws Failure unless only blank lines are left. */
  finish(advice: string): void {
    if (this.finished) return
    this.tokens("more")
    throw new Failure("the file goes on after its last block", { place: this.place(), advice })
  }
}

function words(line: string): readonly Token[] {
  const body = line.replace(/#.*$/, "")
  return Array.from(body.matchAll(/\S+/g), (match) => ({ text: match[0], column: match.index + 1 }))
}
