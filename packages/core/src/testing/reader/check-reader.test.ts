import { expect, test } from "vitest"
import { extxyzReader } from "../../io/extxyz/read-extxyz.ts"
import type { Reader } from "../../io/reader.ts"
import { textSource } from "../../io/source/text-source.ts"
import { ConformanceError } from "../conformance-error.ts"
import { checkReader } from "./check-reader.ts"
import type { ReaderSample } from "./check-reader.ts"

const sample: ReaderSample = {
  name: "water.xyz",
  configurations: 2,
  text: `3
Properties=species:S:1:pos:R:3:forces:R:3 energy=-17.5 pbc="F F F"
O 0 0 0.119 0.01 0.02 -0.3
H 0 0.763 -0.477 0 0.1 0.15
H 0 -0.763 -0.477 -0.01 -0.12 0.15
1
Lattice="3 0 0 0 3 0 0 0 3" Properties=species:S:1:pos:R:3 energy=-3.5
Cu 0 0 0
`,
}

/** The extended XYZ reader with its configurations or its stream changed. */
function broken(change: Partial<Reader>): Reader {
  return { ...extxyzReader, ...change }
}

test("a right reader passes", async () => {
  await expect(checkReader(extxyzReader, [sample])).resolves.toBeUndefined()
})

test.each<[string, Reader, Partial<ReaderSample>]>([
  ["count", extxyzReader, { configurations: 3 }],
  ["detection", broken({ detect: () => false }), {}],
  ["detection", broken({ detect: () => true }), {}],
  [
    "configuration",
    broken({
      async *read(source, options) {
        for await (const frame of extxyzReader.read(source, options)) yield { ...frame, energy: Number.NaN }
      },
    }),
    {},
  ],
  [
    "configuration",
    broken({
      async *read(source, options) {
        for await (const frame of extxyzReader.read(source, options)) yield { ...frame, origin: { file: "elsewhere", frame: 0 } }
      },
    }),
    {},
  ],
  [
    "delivery",
    broken({
      // Takes every block for whole lines of the file, which they are only when the text comes at once.
      async *read(source, options) {
        let text = ""
        let blocks = 0
        for await (const block of source.blocks()) {
          blocks++
          text += `${block.join("\n")}\n`
        }
        const frames = extxyzReader.read(textSource(source.name, text), options)
        for await (const frame of frames) yield blocks > 1 ? { ...frame, group: "torn" } : frame
      },
    }),
    {},
  ],
  [
    "keys",
    broken({
      async *read(source, options) {
        yield* extxyzReader.read(source, { ...options, onKeys: () => undefined })
      },
    }),
    {},
  ],
  [
    "failures",
    broken({
      async *read(source, options) {
        try {
          yield* extxyzReader.read(source, options)
        } catch {
          throw new TypeError("undefined is not a function")
        }
      },
    }),
    {},
  ],
])("a reader that breaks the law of %s is caught", async (law, reader, change) => {
  const error: unknown = await checkReader(reader, [{ ...sample, ...change }]).catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(ConformanceError)
  expect(error).toMatchObject({ check: law })
})

test("a sample that another reader takes for its own is caught", async () => {
  const other = { ...extxyzReader, name: "other" }
  await expect(checkReader(extxyzReader, [sample], { others: [other] })).rejects.toThrow(/taken for other/u)
})
