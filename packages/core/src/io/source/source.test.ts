import * as fc from "fast-check"
import { expect, test } from "vitest"
import { LineCursor } from "./line-cursor.ts"
import { fieldColumn, parseNumber, splitFields } from "./fields.ts"
import { bytesSource, peek, streamSource, textSource } from "./text-source.ts"
import type { TextSource } from "./text-source.ts"

async function linesOf(source: TextSource): Promise<string[]> {
  const lines: string[] = []
  for await (const line of source.lines()) lines.push(line)
  return lines
}

/** Lines as they should come: without ends, and without an empty one behind the last newline. */
function expectedLines(text: string): string[] {
  const lines = text.split(/\r?\n/u)
  if (lines.at(-1) === "") lines.pop()
  return lines
}

const texts = fc.array(fc.constantFrom("a", "é", "😀", " ", "\n", "\r\n", "word"), { maxLength: 40 }).map((parts) => parts.join(""))

test("lines of a text, whatever the pieces its bytes come in", async () => {
  await fc.assert(
    fc.asyncProperty(texts, fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 9 }), async (text, sizes) => {
      const bytes = new TextEncoder().encode(text)
      const source = streamSource("s", () => {
        let at = 0
        let k = 0
        return new ReadableStream<Uint8Array>({
          pull(controller) {
            if (at >= bytes.length) return controller.close()
            const size = sizes[k++ % sizes.length]
            controller.enqueue(bytes.slice(at, at + size))
            at += size
          },
        })
      })
      expect(await linesOf(source)).toEqual(expectedLines(text))
      // A second reading starts again.
      expect(await linesOf(source)).toEqual(expectedLines(text))
      expect(await linesOf(textSource("t", text))).toEqual(expectedLines(text))
    }),
    { numRuns: 100 },
  )
})

test("chunks of a stream are asked for as they are read, not ahead", async () => {
  // Chunks of 1 MiB; what has been handed out nobody keeps, and the reader stops in the middle of an endless file.
  const chunk = new TextEncoder().encode(`${"x".repeat(63)}\n`.repeat(1 << 14))
  let chunks = 0
  const source = streamSource(
    "endless",
    () => new ReadableStream<Uint8Array>({ pull: (controller) => void (chunks++, controller.enqueue(chunk)) }),
  )
  let lines = 0
  let ahead = 0
  for await (const block of source.blocks()) {
    lines += block.length
    ahead = Math.max(ahead, chunks - lines / (1 << 14))
    if (lines >= 1 << 20) break
  }
  // At most a few chunks are read before they are asked for.
  expect(ahead).toBeLessThan(8)
})

test("a byte-order mark is not part of the first line", async () => {
  expect(await linesOf(bytesSource("b", new TextEncoder().encode("\uFEFF2\nx\n")))).toEqual(["2", "x"])
})

test("a line without end is refused rather than held", async () => {
  const chunk = new Uint8Array(1 << 24).fill(120)
  const source = streamSource("binary", () => new ReadableStream<Uint8Array>({ pull: (controller) => controller.enqueue(chunk) }))
  await expect(linesOf(source)).rejects.toThrow(/more than 64 million characters/u)
})

test("peeking leaves the whole text to be read", async () => {
  const text = "one\ntwo\nthree\n"
  const { head, source } = await peek(textSource("t", text), 5)
  expect(head).toBe("one\nt")
  expect(await linesOf(source)).toEqual(["one", "two", "three"])
})

test("a cursor counts lines however they are taken", async () => {
  const cursor = new LineCursor(textSource("t", "a\nb\nc\nd\ne"))
  expect(cursor.line).toBe(0)
  expect(await cursor.peek()).toBe("a")
  expect(await cursor.next()).toBe("a")
  expect(await cursor.take(2)).toEqual(["b", "c"])
  expect(cursor.line).toBe(3)
  expect(await cursor.take(9)).toEqual(["d", "e"])
  expect(cursor.line).toBe(5)
  expect(await cursor.next()).toBeUndefined()
  await expect(cursor.expect("more")).rejects.toThrow(/file ends where more should come/u)
  expect(cursor.fail("wrong", { line: 2, column: 3 }).describe()).toBe("t:2:3  wrong")
})

test("fields and their columns", () => {
  const fields: string[] = []
  expect(splitFields("  Cu\t1.5   -2 ", fields)).toBe(3)
  expect(fields).toEqual(["Cu", "1.5", "-2"])
  expect([0, 1, 2, 3].map((k) => fieldColumn("  Cu\t1.5   -2 ", k))).toEqual([3, 6, 12, 14])
})

test("numbers as codes write them, and what is none", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => {
      expect(parseNumber(String(x))).toBe(x === 0 ? 0 : x)
    }),
  )
  const cases: [string, number | undefined][] = [
    ["1.0D-03", 1e-3],
    ["-2.5d+02", -250],
    ["+.5", 0.5],
    ["5.", 5],
    ["-Inf", -Infinity],
    ["NaN", Number.NaN],
    ["", undefined],
    ["0x10", undefined],
    ["0b1", undefined],
    ["1_000", undefined],
    ["1,5", undefined],
    ["****", undefined],
    ["1e", undefined],
    ["--1", undefined],
    ["0e5", 0],
  ]
  for (const [text, value] of cases) expect(parseNumber(text)).toBe(value)
})
