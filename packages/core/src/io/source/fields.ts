import { numberOf, symbolOf } from "../../atoms/elements.ts"
import type { LineCursor } from "./line-cursor.ts"

/** The whitespace-separated fields of a line, written over `fields`; gives how many there are. */
export function splitFields(line: string, fields: string[]): number {
  let count = 0
  let i = 0
  const end = line.length
  for (;;) {
    while (i < end && line.charCodeAt(i) <= 32) i++
    if (i >= end) return count
    const start = i
    while (i < end && line.charCodeAt(i) > 32) i++
    fields[count++] = line.slice(start, i)
  }
}

/** Column, from 1, at which field `index` of a line starts; the end of the line when it has fewer. */
export function fieldColumn(line: string, index: number): number {
  const matches = [...line.matchAll(/\S+/gu)]
  return (matches[index]?.index ?? line.trimEnd().length) + 1
}

/**
 * A decimal number as scientific codes write it: `1`, `-.5`, `1e-3`, Fortran's `1.0D-03`, `nan`, `inf`. Anything else (empty text,
 * hexadecimal, Fortran's `****` overflow) is `undefined`.
 */
export function parseNumber(text: string): number | undefined {
  const value = Number(text)
  if (!Number.isNaN(value)) {
    // Number() also takes "", "0x1F" and "0b1", none of which is a number in these formats.
    const second = text.charCodeAt(1)
    const based = text.charCodeAt(0) === 48 && second > 64 && second !== 69 && second !== 101
    return based || text.trim() === "" ? undefined : value
  }
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)[dD][+-]?\d+$/u.test(text)) return Number(text.replace(/[dD]/u, "e"))
  if (/^[+-]?nan$/iu.test(text)) return Number.NaN
  if (/^[+-]?inf(?:inity)?$/iu.test(text)) return text.startsWith("-") ? -Infinity : Infinity
  return undefined
}

/** A finite number in field `index` of the cursor's line, or a failure at its column. */
export function finiteField(
  cursor: LineCursor,
  line: string,
  fields: readonly string[],
  index: number,
  what: string,
  at: number = cursor.line,
): number {
  const text = fields[index]
  const value = text === undefined ? undefined : parseNumber(text)
  if (value !== undefined && Number.isFinite(value)) return value
  throw cursor.fail(text === undefined ? `${what} is missing` : `${what} is “${shown(text)}”, not a finite number`, {
    line: at,
    column: fieldColumn(line, index),
    advice: text?.includes("*") === true ? "Fortran prints stars when a number does not fit its field" : "write a decimal number",
  })
}

/** A whole number of at least `least` in field `index`, or a failure at its column. */
export function integerField(
  cursor: LineCursor,
  line: string,
  fields: readonly string[],
  index: number,
  what: string,
  least: number,
): number {
  const text = fields[index]
  if (text !== undefined && /^\+?\d+$/u.test(text) && Number(text) >= least && Number(text) <= Number.MAX_SAFE_INTEGER) return Number(text)
  throw cursor.fail(text === undefined ? `${what} is missing` : `${what} is “${shown(text)}”`, {
    column: fieldColumn(line, index),
    advice: `write a whole number of at least ${least}`,
  })
}

/** Atomic number of a chemical symbol or of a number from 1 to 118 written out; `undefined` when it is neither. */
export function elementNumber(text: string): number | undefined {
  const byName = numberOf(text)
  if (byName !== undefined) return byName
  if (!/^\d{1,3}$/u.test(text)) return undefined
  const number = Number(text)
  return number >= 1 && number <= 118 ? number : undefined
}

/** Advice for something that should have been an element. */
export function elementAdvice(text: string): string {
  const guess =
    text.charAt(0).toUpperCase() +
    text
      .slice(1)
      .toLowerCase()
      .replace(/[^a-z].*$/u, "")
  const number = numberOf(guess) ?? numberOf(guess.charAt(0))
  const hint = number === undefined || symbolOf(number) === text ? "" : `; did you mean ${symbolOf(number)}?`
  return `write a chemical symbol such as Cu, or an atomic number from 1 to 118${hint}`
}

/** At most forty characters of a text, for an error message. */
export function shown(text: string): string {
  return text.length > 40 ? `${text.slice(0, 37)}…` : text
}

/** A copy of a line that does not keep alive the chunk of file it was cut from, as a substring would. */
export function detached(text: string): string {
  const copy: unknown = JSON.parse(JSON.stringify(text))
  return String(copy)
}
