import { Failure } from "../../../../failure/failure.ts"
import { placeAt, type NamedText, type YamlMapping, type YamlNode, type YamlScalar, type YamlSequence } from "./yaml-node.ts"

/**
 * Reads the part of YAML in which potentials are written: block and flow mappings and sequences, plain and quoted words on one line,
 * keys that are flow sequences or stand behind `? `, comments. Anchors, tags and texts of several lines are refused.
 *
 * @throws Failure with line and column.
 */
export function parseYaml(source: NamedText): YamlNode {
  const reader = new YamlReader(source)
  return reader.document()
}

type Entry = YamlMapping["entries"][number]

class YamlReader {
  readonly #source: NamedText
  readonly #text: string
  #at = 0

  constructor(source: NamedText) {
    this.#source = source
    this.#text = source.text
  }

  document(): YamlNode {
    this.#skipBlank()
    if (this.#text.startsWith("---", this.#at)) {
      this.#at += 3
      this.#skipBlank()
    }
    const node = this.#block(0)
    this.#skipBlank()
    if (this.#at < this.#text.length && !this.#text.startsWith("...", this.#at))
      this.#fail("this does not belong to what stands before it", "is it indented as the lines above?")
    return node
  }

  /** The value that begins at the next word, if that stands at `column` (from 0) or to the right of it. */
  #block(column: number): YamlNode {
    const before = this.#at
    this.#skipBlank()
    const own = this.#column()
    if (this.#at >= this.#text.length || own < column) return { kind: "scalar", text: "", at: before }
    if (this.#mark("-")) return this.#blockSequence(own)
    if (this.#mark("?")) return this.#blockMapping(own)
    const at = this.#at
    const first = this.#inline(false)
    if (!this.#mark(":")) {
      this.#endLine()
      return first
    }
    this.#at = at
    return this.#blockMapping(own)
  }

  #blockSequence(column: number): YamlSequence {
    const at = this.#at
    const items: YamlNode[] = []
    while (this.#at < this.#text.length && this.#column() === column && this.#mark("-")) {
      this.#at++
      items.push(this.#block(column + 1))
      this.#skipBlank()
    }
    return { kind: "sequence", items, at }
  }

  #blockMapping(column: number): YamlMapping {
    const at = this.#at
    const entries: Entry[] = []
    while (this.#at < this.#text.length && this.#column() === column) {
      if (this.#mark("-") || this.#text.startsWith("---", this.#at) || this.#text.startsWith("...", this.#at)) break
      const explicit = this.#mark("?")
      const key = this.#key(column)
      if (!this.#mark(":")) this.#fail("a colon and a value are expected behind this key", "keys and values look like `key: value`")
      this.#at++
      this.#skipSpaces()
      const inline = !this.#lineIsDone()
      // The items of a sequence may stand right below their key.
      const value = !inline ? this.#below(column) : explicit ? this.#block(column + 1) : this.#inlineValue(column)
      entries.push({ key, value })
      this.#skipBlank()
    }
    this.#demandDifferent(entries)
    return { kind: "mapping", entries, at }
  }

  #key(column: number): YamlNode {
    if (!this.#mark("?")) return this.#inline(false)
    this.#at++
    const key = this.#block(column + 1)
    this.#skipBlank()
    return key
  }

  #inlineValue(column: number): YamlNode {
    if (this.#mark("-")) return this.#block(column + 1)
    const node = this.#inline(false)
    this.#endLine()
    return node
  }

  #below(column: number): YamlNode {
    this.#skipBlank()
    return this.#column() === column && this.#mark("-") ? this.#blockSequence(column) : this.#block(column + 1)
  }

  /** A value that does not follow the indentation. */
  #inline(inFlow: boolean): YamlNode {
    const c = this.#text[this.#at]
    if (c === "[") return this.#flowSequence()
    if (c === "{") return this.#flowMapping()
    if (c === '"' || c === "'") return this.#quoted(c)
    if (c !== undefined && "&*!|>%@`".includes(c))
      this.#fail(`"${c}" begins something that is not read here`, "write plain words, numbers, [lists] and {mappings}")
    return this.#plain(inFlow)
  }

  #flowSequence(): YamlSequence {
    const at = this.#at++
    const items: YamlNode[] = []
    for (;;) {
      this.#skipBlank()
      if (this.#closes("]", at)) return { kind: "sequence", items, at }
      items.push(this.#inline(true))
      this.#separator("]", at)
    }
  }

  #flowMapping(): YamlMapping {
    const at = this.#at++
    const entries: Entry[] = []
    for (;;) {
      this.#skipBlank()
      if (this.#closes("}", at)) {
        this.#demandDifferent(entries)
        return { kind: "mapping", entries, at }
      }
      const key = this.#inline(true)
      this.#skipBlank()
      if (this.#text[this.#at] !== ":")
        this.#fail("a colon and a value are expected behind this key", "entries look like {key: value, key: value}")
      this.#at++
      this.#skipBlank()
      entries.push({ key, value: this.#inline(true) })
      this.#separator("}", at)
    }
  }

  /** Takes the closing bracket, if it is next. */
  #closes(bracket: string, opened: number): boolean {
    if (this.#at >= this.#text.length)
      this.#fail(`this ${bracket === "]" ? "list" : "mapping"} is never closed`, `a ${bracket} is missing; is the file whole?`, opened)
    if (this.#text[this.#at] !== bracket) return false
    this.#at++
    return true
  }

  #separator(bracket: string, opened: number): void {
    this.#skipBlank()
    if (this.#text[this.#at] === ",") this.#at++
    else if (this.#at >= this.#text.length) this.#closes(bracket, opened)
    else if (this.#text[this.#at] !== bracket) this.#fail(`a comma or ${bracket} is expected here`, undefined)
  }

  #quoted(quote: string): YamlScalar {
    const at = this.#at
    let end = at + 1
    let text = ""
    for (; ; end++) {
      const c = this.#text[end]
      if (c === undefined || c === "\n") this.#fail("this quoted text is not closed on its line", `a ${quote} is missing`, at)
      if (c === "\\" && quote === '"') this.#fail("escapes in quoted texts are not read here", undefined, end)
      if (c === quote) {
        if (quote === '"' || this.#text[end + 1] !== quote) break
        end++
      }
      text += c
    }
    this.#at = end + 1
    return { kind: "scalar", text, at }
  }

  #plain(inFlow: boolean): YamlScalar {
    const at = this.#at
    let end = at
    for (; end < this.#text.length; end++) {
      const c = this.#text[end]
      if (c === "\n") break
      if (c === ":" && (isSpace(this.#text[end + 1]) || (inFlow && ",[]{}".includes(this.#text[end + 1])))) break
      if (c === "#" && end > at && isSpace(this.#text[end - 1])) break
      if (inFlow && (c === "," || c === "]" || c === "}" || c === "[" || c === "{")) break
    }
    const text = this.#text.slice(at, end).trimEnd()
    this.#at = at + text.length
    if (text === "" && inFlow) this.#fail("a value is expected here", undefined)
    return { kind: "scalar", text, at }
  }

  /** Whether `sign` stands here as a mark of structure: with a space or the end of the line behind it. */
  #mark(sign: string): boolean {
    if (sign === ":") this.#skipSpaces()
    return this.#text[this.#at] === sign && isSpace(this.#text[this.#at + 1])
  }

  #endLine(): void {
    this.#skipSpaces()
    if (!this.#lineIsDone()) this.#fail("the line goes on behind a value", "each entry stands on a line of its own")
  }

  #lineIsDone(): boolean {
    const c = this.#text[this.#at]
    return c === undefined || c === "\n" || c === "\r" || c === "#"
  }

  #skipSpaces(): void {
    while (this.#text[this.#at] === " " || this.#text[this.#at] === "\t") this.#at++
  }

  /** Over spaces, line ends and comments. */
  #skipBlank(): void {
    for (;;) {
      const c = this.#text[this.#at]
      if (c === "#") {
        const end = this.#text.indexOf("\n", this.#at)
        this.#at = end < 0 ? this.#text.length : end
      } else if (c !== undefined && isSpace(c)) this.#at++
      else return
    }
  }

  #column(): number {
    return this.#at - (this.#text.lastIndexOf("\n", this.#at - 1) + 1)
  }

  #demandDifferent(entries: readonly Entry[]): void {
    const seen = new Set<string>()
    for (const { key } of entries) {
      const name = keyText(key)
      if (seen.has(name)) this.#fail(`${name} is given twice`, undefined, key.at)
      seen.add(name)
    }
  }

  #fail(what: string, advice: string | undefined, at = this.#at): never {
    throw new Failure(what, { place: placeAt(this.#source, at), advice })
  }
}

/** A key as one word: `name`, `[0, 1]`. */
export function keyText(key: YamlNode): string {
  if (key.kind === "scalar") return key.text
  return key.kind === "sequence" ? `[${key.items.map(keyText).join(", ")}]` : "{}"
}

function isSpace(c: string | undefined): boolean {
  return c === undefined || c === " " || c === "\n" || c === "\t" || c === "\r"
}
