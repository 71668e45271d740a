import { Failure } from "../../../../failure/failure.ts"
import { placeAt, type NamedText } from "../yaml/yaml-node.ts"

/** A word and where it begins. */
interface Word {
  readonly text: string
  readonly at: number
}

/** The words of a text one after the other; `=`, brackets and `>:` end a word, and `#` begins a comment. */
export class Words {
  readonly #source: NamedText
  readonly #words: readonly Word[]
  #next = 0

  constructor(source: NamedText) {
    this.#source = source
    this.#words = source.text
      .matchAll(/#[^\n]*|>:|[()<]|[^\s=()<>#]+=?|\S/gu)
      .filter(([text]) => !text.startsWith("#"))
      .map((match) => ({ text: match[0], at: match.index }))
      .toArray()
  }

  /** Whether the next words are these. */
  next(...texts: readonly string[]): boolean {
    return texts.every((text, k) => this.#words[this.#next + k]?.text === text)
  }

  /** Takes these words. @throws Failure where others stand. */
  take(...texts: readonly string[]): void {
    for (const text of texts) {
      const word = this.#words[this.#next]
      if (word?.text !== text) throw this.failure(`\`${texts.join(" ")}\` is expected here${word ? `, not "${word.text}"` : ""}`)
      this.#next++
    }
  }

  word(wanted: string): string {
    const word = this.#words[this.#next]
    if (!word) throw this.failure(`the file ends before ${wanted}`, "is the file whole?")
    this.#next++
    return word.text
  }

  number(wanted: string): number {
    const text = this.word(wanted)
    const value = Number(text)
    if (/^[+-]?[\d.]/u.test(text) && Number.isFinite(value)) return value
    this.#next--
    throw this.failure(`"${text}" is no number, but ${wanted} is expected here`)
  }

  /** A whole number from `least` to `most`. */
  integer(wanted: string, least: number, most: number): number {
    const value = this.number(wanted)
    if (Number.isInteger(value) && value >= least && value <= most) return value
    this.#next--
    throw this.failure(`${wanted} is ${value}, but must be a whole number from ${least} to ${most}`)
  }

  numbers(count: number, wanted: string): number[] {
    return Array.from({ length: count }, (_, k) => this.number(count === 1 ? wanted : `number ${k + 1} of ${count} of ${wanted}`))
  }

  integers(count: number, wanted: string, least: number, most: number): number[] {
    return Array.from({ length: count }, () => this.integer(wanted, least, most))
  }

  get finished(): boolean {
    return this.#next >= this.#words.length
  }

  /** At the next word; with `back`, at the one that many words before it. */
  failure(what: string, advice?: string, back = 0): Failure {
    const at = this.#words[this.#next - back]?.at ?? this.#source.text.length
    return new Failure(what, { place: placeAt(this.#source, at), advice })
  }
}
