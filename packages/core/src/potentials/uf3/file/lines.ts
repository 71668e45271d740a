import { Failure } from "../../../failure/failure.ts"

/** Goes through the lines of a text that are neither empty nor comments. */
export interface LineReader {
  /** To the next line; false at the end. */
  next(): boolean
  /** To the next line. @throws Failure at the end, naming what was expected. */
  demandNext(what: string): void
  /** Number of words of the line. */
  count(): number
  /** Word k of the line. @throws Failure when there are fewer. */
  word(k: number): string
  /** The words of the line as `count` numbers. @throws Failure. */
  numbers(count: number): number[]
  /** A failure at word k of the line. */
  failure(k: number, what: string, advice: string): Failure
}

/** Makes a reader of `text`; comments begin with `#`. */
export function lineReader(text: string, file: string): LineReader {
  const lines = text.split(/\r?\n/u)
  let number = -1
  let words: readonly RegExpExecArray[] = []
  const next = (): boolean => {
    while (++number < lines.length) {
      words = [...lines[number].replace(/#.*/u, "").matchAll(/\S+/gu)]
      if (words.length > 0) return true
    }
    return false
  }
  const failure = (k: number, what: string, advice: string): Failure => {
    const column = (words[Math.min(k, words.length - 1)]?.index ?? 0) + 1
    return new Failure(what, { place: { file, line: Math.min(number, lines.length - 1) + 1, column }, advice })
  }
  const word = (k: number): string => {
    if (k >= words.length) throw failure(k, `this line ends after ${words.length} words`, "complete the line")
    return words[k][0]
  }
  return Object.freeze({
    next,
    failure,
    word,
    count: () => words.length,
    demandNext(what: string): void {
      if (next()) return
      throw new Failure(`the file ends before ${what}`, { place: { file, line: lines.length }, advice: "is the file whole?" })
    },
    numbers(count: number): number[] {
      if (words.length !== count) throw failure(count, `${words.length} numbers stand here, not ${count}`, "is the block whole?")
      return words.map(([text], k) => {
        const value = Number(text)
        if (!Number.isFinite(value)) throw failure(k, `"${text}" is no finite number`, "correct the file")
        return value
      })
    },
  })
}
