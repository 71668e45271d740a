import { Failure } from "../../failure/failure.ts"
import type { TextSource } from "./text-source.ts"

/** A place in a source being read: hands out lines, knows their numbers, and makes failures that point at them. */
export class LineCursor {
  readonly file: string
  readonly #blocks: AsyncIterator<readonly string[]>
  #block: readonly string[] = []
  #next = 0
  #line = 0

  constructor(source: TextSource) {
    this.file = source.name
    this.#blocks = source.blocks()[Symbol.asyncIterator]()
  }

  /** Number, from 1, of the line handed out last; 0 before the first. */
  get line(): number {
    return this.#line
  }

  /** The next line, or `undefined` at the end. */
  async next(): Promise<string | undefined> {
    if (this.#next === this.#block.length && !(await this.#fill())) return undefined
    this.#line++
    return this.#block[this.#next++]
  }

  /** The next line without taking it. */
  async peek(): Promise<string | undefined> {
    if (this.#next === this.#block.length && !(await this.#fill())) return undefined
    return this.#block[this.#next]
  }

  /** The next `count` lines; fewer at the end of the source. */
  async take(count: number): Promise<string[]> {
    const lines: string[] = []
    while (lines.length < count) {
      if (this.#next === this.#block.length && !(await this.#fill())) break
      const part = this.#block.slice(this.#next, this.#next + count - lines.length)
      for (const line of part) lines.push(line)
      this.#next += part.length
    }
    this.#line += lines.length
    return lines
  }

  /** The next line; a `Failure` that says what should have come when there is none. */
  async expect(what: string): Promise<string> {
    const line = await this.next()
    if (line === undefined) throw this.fail(`the file ends where ${what} should come`, { advice: "the file is cut short" })
    return line
  }

  /** A failure at a line (the last one unless given) and column, from 1. */
  fail(what: string, at: { line?: number; column?: number | undefined; advice?: string } = {}): Failure {
    const line = Math.max(1, at.line ?? this.#line)
    const place = at.column === undefined ? { file: this.file, line } : { file: this.file, line, column: at.column }
    return new Failure(what, { place, advice: at.advice })
  }

  /** Lets go of the source; to be called when reading ends early as well as at its end. */
  async close(): Promise<void> {
    await this.#blocks.return?.()
  }

  async #fill(): Promise<boolean> {
    for (;;) {
      const next = await this.#blocks.next()
      if (next.done === true) return false
      if (next.value.length === 0) continue
      this.#block = next.value
      this.#next = 0
      return true
    }
  }
}
