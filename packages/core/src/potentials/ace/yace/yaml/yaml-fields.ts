import { Failure } from "../../../../failure/failure.ts"
import { suggest } from "../../../spec/nearest-name.ts"
import { keyText } from "./parse-yaml.ts"
import { placeAt, type NamedText, type YamlNode } from "./yaml-node.ts"

/** A value of a YAML text, with what it is called in errors; asking for what it is not throws a `Failure` with its place. */
export class YamlField {
  readonly #source: NamedText
  readonly #node: YamlNode
  readonly name: string

  constructor(source: NamedText, node: YamlNode, name: string) {
    this.#source = source
    this.#node = node
    this.name = name
  }

  /** The value of a key. @throws Failure where there is none. */
  get(key: string): YamlField {
    const found = this.find(key)
    if (found) return found
    const names = this.entries().map(([name]) => name)
    throw this.failure(`${this.name} has no \`${key}\``, names.length > 0 ? `it has ${names.slice(0, 12).join(", ")}` : undefined)
  }

  /** The value of a key, if it is there. */
  find(key: string): YamlField | undefined {
    return this.entries().find(([name]) => name === key)?.[1]
  }

  /** Keys (a list as `[0, 1]`) and values. */
  entries(): readonly (readonly [string, YamlField])[] {
    if (this.#node.kind !== "mapping") throw this.failure(`${this.name} should be a mapping of keys to values`)
    return this.#node.entries.map(({ key, value }) => {
      const name = keyText(key)
      return [name, new YamlField(this.#source, value, this.name === "" ? name : `${this.name}.${name}`)] as const
    })
  }

  items(): readonly YamlField[] {
    if (this.#node.kind !== "sequence") throw this.failure(`${this.name} should be a list`)
    return this.#node.items.map((item, k) => new YamlField(this.#source, item, `${this.name}[${k}]`))
  }

  /** Whether this is a list. */
  get isList(): boolean {
    return this.#node.kind === "sequence"
  }

  text(): string {
    if (this.#node.kind === "scalar" && this.#node.text !== "") return this.#node.text
    throw this.failure(`${this.name} should be one word`)
  }

  /** One of some words. */
  oneOf<Word extends string>(words: readonly Word[]): Word {
    const text = this.text()
    const found = words.find((word) => word === text)
    if (found !== undefined) return found
    throw this.failure(`${this.name} is ${text}`, suggest(text, words))
  }

  number(): number {
    const text = this.text()
    const value = Number(text)
    if (/^[+-]?[\d.]/u.test(text) && Number.isFinite(value)) return value
    throw this.failure(`"${text}" is no number, but ${this.name} is one`)
  }

  positive(): number {
    const value = this.number()
    if (value > 0) return value
    throw this.failure(`${this.name} is ${value}, but must be positive`)
  }

  notNegative(): number {
    const value = this.number()
    if (value >= 0) return value
    throw this.failure(`${this.name} is ${value}, but must not be negative`)
  }

  /** A whole number from `least` to `most`. */
  integer(least: number, most: number): number {
    const value = this.number()
    if (Number.isInteger(value) && value >= least && value <= most) return value
    throw this.failure(`${this.name} is ${value}, but must be a whole number from ${least} to ${most}`)
  }

  /** Exactly `count` numbers. */
  numbers(count: number): number[] {
    return this.#demandCount(count).map((item) => item.number())
  }

  /** Exactly `count` whole numbers from `least` to `most`. */
  integers(count: number, least: number, most: number): number[] {
    return this.#demandCount(count).map((item) => item.integer(least, most))
  }

  /** A list of exactly `count` values. */
  list(count: number): readonly YamlField[] {
    return this.#demandCount(count)
  }

  failure(what: string, advice?: string): Failure {
    return new Failure(what, { place: placeAt(this.#source, this.#node.at), advice })
  }

  #demandCount(count: number): readonly YamlField[] {
    const items = this.items()
    if (items.length === count) return items
    throw this.failure(`${this.name} has ${items.length} values, but ${count} belong there`)
  }
}
