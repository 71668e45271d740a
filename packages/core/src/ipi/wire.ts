import { Failure } from "../failure/failure.ts"
import type { MessageParser } from "./message-stream.ts"

/** Every message begins with a word, padded with blanks to so many bytes. */
const HEADER = 12

/** Atoms, or bytes of text, beyond which a count is none. */
const MOST = 1 << 28

/** One after another, a `string` as a header, a whole number as int32, an array as doubles, a text as its bytes; little-endian. */
export type WirePart =
  | { readonly header: string }
  | { readonly count: number }
  | { readonly reals: ArrayLike<number> }
  | { readonly text: string }

/** The bytes of a message. */
export function writeParts(...parts: readonly WirePart[]): Uint8Array<ArrayBuffer> {
  const texts = new TextEncoder()
  const encoded = parts.map((part): Uint8Array => {
    if ("header" in part) return texts.encode(part.header.padEnd(HEADER))
    if ("text" in part) return texts.encode(part.text)
    const view = new DataView(new ArrayBuffer("count" in part ? 4 : 8 * part.reals.length))
    if ("count" in part) view.setInt32(0, part.count, true)
    else for (let k = 0; k < part.reals.length; k++) view.setFloat64(8 * k, part.reals[k], true)
    return new Uint8Array(view.buffer)
  })
  const bytes = new Uint8Array(encoded.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of encoded) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

/** Reads a header, without its padding. */
export function* readHeader(): MessageParser<string> {
  return decode(yield HEADER).replace(/[ \0]+$/u, "")
}

/** Reads the number of things that follow. @throws Failure when it can be none. */
export function* readCount(what: string): MessageParser<number> {
  const count = (yield 4).getInt32(0, true)
  if (count >= 0 && count <= MOST) return count
  throw new Failure(`the other side announces ${count} ${what}`, { advice: "does it speak the i-PI protocol?" })
}

/** Reads doubles. */
export function* readReals(count: number): MessageParser<Float64Array> {
  const view = yield 8 * count
  return Float64Array.from({ length: count }, (_, k) => view.getFloat64(8 * k, true))
}

/** Reads text. */
export function* readText(bytes: number): MessageParser<string> {
  return decode(yield bytes)
}

/** The failure of a header that is none of those expected. */
export function unknownHeader(header: string, expected: readonly string[]): Failure {
  return new Failure(`“${header.replaceAll(/[^\x20-\x7e]/gu, "?")}” is no message of the i-PI protocol`, {
    advice: `expected ${expected.join(", ")}: does the other side speak it?`,
  })
}

function decode(view: DataView): string {
  return new TextDecoder().decode(view)
}
