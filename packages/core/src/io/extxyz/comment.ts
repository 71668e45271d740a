/** One `key=value` of a comment line. */
export interface Entry {
  readonly key: string
  /** The value without quotes or braces; a bracketed array as it stands in the file; `T` for a key without a value. */
  readonly text: string
  /** Elements of the value, row after row: of an array its items, of a text its words. */
  readonly items: readonly string[]
  /** Column of the key and of the value in the line, from 1. */
  readonly keyColumn: number
  readonly column: number
}

/** Something in a comment line that the grammar does not allow; `column` counts from 1. */
export class CommentError extends Error {
  readonly column: number
  readonly advice: string

  constructor(what: string, column: number, advice: string) {
    super(what)
    this.column = column
    this.advice = advice
  }
}

/**
 * The key–value pairs of an extended XYZ comment line, in the grammar of https://github.com/libAtoms/extxyz: bare or quoted keys and
 * values, backslash escapes, old arrays (`"1 2 3"`, `{1 2 3}`), new arrays (`[1, 2, 3]`, `[[1, 0], [0, 1]]`), keys alone meaning true.
 * Single quotes are taken like double ones.
 */
export function parseComment(line: string): Entry[] {
  const entries: Entry[] = []
  const seen = new Set<string>()
  let i = skipSpace(line, 0)
  while (i < line.length) {
    const keyColumn = i + 1
    const key = parseWord(line, i, true)
    if (seen.has(key.text)) throw new CommentError(`the key “${key.text}” appears twice`, keyColumn, "remove or rename one of them")
    seen.add(key.text)
    i = skipSpace(line, key.end)
    if (line[i] !== "=") {
      entries.push({ key: key.text, text: "T", items: ["T"], keyColumn, column: keyColumn })
      continue
    }
    i = skipSpace(line, i + 1)
    if (i >= line.length) throw new CommentError(`the key “${key.text}” has no value`, keyColumn, "write key=value, or key alone for true")
    const column = i + 1
    const value = parseValue(line, i)
    entries.push({ key: key.text, text: value.text, items: value.items, keyColumn, column })
    if (value.end < line.length && !isSpace(line.charCodeAt(value.end))) {
      throw new CommentError(`unexpected “${line[value.end]}” after the value of “${key.text}”`, value.end + 1, quoteAdvice)
    }
    i = skipSpace(line, value.end)
  }
  return entries
}

/** How a key or value must be written so that `parseComment` gives it back: bare where the grammar allows, else quoted and escaped. */
export function formatText(text: string): string {
  if (/^[^\s=",'{}[\]\\]+$/u.test(text)) return text
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`
}

/** Like `formatText`, but a bracketed array stays an array. */
export function formatValue(text: string): string {
  if (!text.startsWith("[")) return formatText(text)
  try {
    return parseArray(text, 0).end === text.length && !text.includes("\n") ? text : formatText(text)
  } catch {
    return formatText(text)
  }
}

const quoteAdvice = "put the value in double quotes"

interface Parsed {
  readonly text: string
  readonly items: readonly string[]
  readonly end: number
}

function parseValue(line: string, start: number): Parsed {
  const first = line[start]
  if (first === "[") return parseArray(line, start)
  if (first === "{") {
    const close = line.indexOf("}", start)
    if (close < 0) throw new CommentError("a brace { is never closed", start + 1, "close it with }")
    const text = line.slice(start + 1, close).trim()
    return { text, items: words(text), end: close + 1 }
  }
  return parseWord(line, start, false)
}

/** A quoted or bare text. A bare key ends at `=`; a bare value must not hold one. */
function parseWord(line: string, start: number, isKey: boolean): Parsed {
  const first = line[start]
  if (first === '"' || first === "'") return parseQuoted(line, start, first)
  let text = ""
  let i = start
  let from = start
  for (; i < line.length && !isSpace(line.charCodeAt(i)); i++) {
    const character = line[i]
    if (character === "\\" && i + 1 < line.length) {
      text += line.slice(from, i)
      from = ++i
    } else if (character === "=") {
      if (isKey) break
      throw new CommentError("a value holds an “=” without quotes", i + 1, quoteAdvice)
    } else if (isKey && '"{}[],'.includes(character)) {
      throw new CommentError(`unexpected “${character}” in a key`, i + 1, "keys with special characters are written in double quotes")
    }
  }
  text += line.slice(from, i)
  if (text === "") throw new CommentError("an “=” without a key before it", start + 1, "write key=value")
  return { text, items: [text], end: i }
}

function parseQuoted(line: string, start: number, quote: string): Parsed {
  let text = ""
  let from = start + 1
  for (let i = from; i < line.length; i++) {
    if (line[i] === "\\" && i + 1 < line.length) {
      text += line.slice(from, i) + (line[i + 1] === "n" ? "\n" : line[i + 1])
      from = i + 2
      i++
    } else if (line[i] === quote) {
      text += line.slice(from, i)
      return { text, items: words(text), end: i + 1 }
    }
  }
  throw new CommentError(`a quote ${quote} is never closed`, start + 1, "close it, or write \\ before a quote that belongs to the text")
}

/** `[1, 2, 3]` or an array of such arrays of one length. */
function parseArray(line: string, start: number): Parsed {
  const items: string[] = []
  let width: number | undefined
  let i = skipSpace(line, start + 1)
  if (line[i] !== "[") {
    const end = parseRow(line, start, items)
    return { text: line.slice(start, end), items, end }
  }
  for (;;) {
    if (line[i] !== "[") throw new CommentError("an array of arrays holds something else", i + 1, "write [[1, 2], [3, 4]]")
    const before = items.length
    const column = i + 1
    i = skipSpace(line, parseRow(line, i, items))
    width ??= items.length - before
    if (items.length - before !== width) throw new CommentError("the rows of an array differ in length", column, "give all rows one length")
    if (line[i] === "]") return { text: line.slice(start, i + 1), items, end: i + 1 }
    if (line[i] !== ",") throw arrayEnd(line, i, start)
    i = skipSpace(line, i + 1)
  }
}

function parseRow(line: string, start: number, items: string[]): number {
  let i = start + 1
  for (;;) {
    i = skipSpace(line, i)
    const quote = line[i]
    if (quote === '"' || quote === "'") {
      const quoted = parseQuoted(line, i, quote)
      items.push(quoted.text)
      i = quoted.end
    } else {
      const from = i
      while (i < line.length && !',[]{}"= \t'.includes(line[i])) i++
      if (i === from) throw arrayEnd(line, i, start)
      items.push(line.slice(from, i))
    }
    i = skipSpace(line, i)
    if (line[i] === "]") return i + 1
    if (line[i] !== ",") throw arrayEnd(line, i, start)
    i++
  }
}

function arrayEnd(line: string, i: number, start: number): CommentError {
  if (i >= line.length) return new CommentError("a bracket [ is never closed", start + 1, "close it with ]")
  return new CommentError(`unexpected “${line[i]}” in an array`, i + 1, "separate elements by commas: [1, 2, 3]")
}

function words(text: string): string[] {
  return text.split(/\s+/u).filter((word) => word !== "")
}

function skipSpace(line: string, i: number): number {
  while (i < line.length && isSpace(line.charCodeAt(i))) i++
  return i
}

function isSpace(code: number): boolean {
  return code === 32 || code === 9
}
