import { complain } from "./complain.ts"
import { limits } from "./syntax.ts"

/** One word or sign of a formula. `newline` says that a line ended before it. */
export interface Token {
  readonly kind: "number" | "name" | "sign" | "end"
  readonly text: string
  readonly offset: number
  readonly newline: boolean
}

const blank = /[^\S\n]+|#[^\n]*/y
const number = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y
const name = /[\p{L}_][\p{L}\p{N}_]*/uy
const sign = /\*\*|<=|>=|[-+*/^(),;=<>\n]/y

/** Splits a formula into tokens; the last one is `end`. @throws SpecFailure at a character that the language does not have. */
export function tokenise(text: string): Token[] {
  if (text.length > limits.characters) {
    throw complain(text, limits.characters, `a formula has at most ${limits.characters} characters; this one has ${text.length}`)
  }
  const tokens: Token[] = []
  let at = 0
  let newline = false
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at
    return pattern.exec(text)?.[0]
  }
  const push = (kind: Token["kind"], found: string): void => {
    tokens.push({ kind, text: found, offset: at, newline })
    newline = false
    at += found.length
  }
  while (at < text.length) {
    const skipped = match(blank)
    if (skipped) {
      at += skipped.length
      continue
    }
    const digits = match(number)
    if (digits !== undefined) {
      checkNumber(text, at, digits)
      push("number", digits)
      continue
    }
    const word = match(name)
    if (word !== undefined) {
      push("name", word)
      continue
    }
    const found = match(sign)
    if (found === "\n") {
      newline = true
      at++
    } else if (found !== undefined) push("sign", found)
    else throw complain(text, at, `\`${String.fromCodePoint(text.codePointAt(at)!)}\` means nothing in a formula`, adviceFor(text[at]!))
  }
  push("end", "")
  return tokens
}

function checkNumber(text: string, offset: number, digits: string): void {
  const after = text[offset + digits.length]
  if (after === ".") throw complain(text, offset + digits.length, "a number has one decimal point")
  if (!Number.isFinite(Number(digits))) throw complain(text, offset, `the number ${digits} is too large`)
}

function adviceFor(character: string): string | undefined {
  if (character === "[" || character === "{") return "group with round brackets ( )"
  if (character === "|") return "write abs(x)"
  if (character === "&" || character === "!") return "nest `if(a < b, x, y)`"
  return undefined
}
