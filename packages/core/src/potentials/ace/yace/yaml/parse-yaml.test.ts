import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { parse, stringify } from "yaml"
import { Failure } from "../../../../failure/failure.ts"
import { keyText, parseYaml } from "./parse-yaml.ts"
import type { YamlNode } from "./yaml-node.ts"

/** Numbers as numbers, all else as words. */
function plain(node: YamlNode): unknown {
  if (node.kind === "sequence") return node.items.map(plain)
  if (node.kind === "mapping") return Object.fromEntries(node.entries.map(({ key, value }) => [keyText(key), plain(value)]))
  if (node.text === "") return null
  return Number.isNaN(Number(node.text)) ? node.text : Number(node.text)
}

const read = (text: string): unknown => plain(parseYaml({ text, file: "x" }))

const word = fc.stringMatching(/^[A-Za-z][A-Za-z0-9 _./-]{0,12}[a-z]$/u).filter((text) => !/^(true|false|null|yes|no|on|off)$/iu.test(text))
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    word,
    fc.array(tie("tree"), { maxLength: 4 }),
    fc.dictionary(word, tie("tree"), { maxKeys: 4 }),
  ),
}))

describe("parseYaml", () => {
  it("reads what another program writes, in blocks", () => {
    fc.assert(
      fc.property(tree, (value) => {
        const text = stringify(value, { lineWidth: 0 })
        expect(read(text)).toEqual(parse(text))
      }),
      { numRuns: 300 },
    )
  })

  it("reads what another program writes, in brackets over several lines", () => {
    fc.assert(
      fc.property(tree, (value) => {
        const text = stringify({ value }, { collectionStyle: "flow", lineWidth: 40 })
        fc.pre(!/ {4,}[^[{,\]}]*\n/u.test(text) || !/[a-z]\n/iu.test(text))
        expect(read(text)).toEqual(parse(text))
      }),
      { numRuns: 200 },
    )
  })

  it("reads keys that are lists, comments, quotes and lists below their key", () => {
    const text = [
      "--- # a potential",
      "elements: ['Al', \"Ni\"] # two",
      "bonds:",
      "  [0, 0]: {a: 1,",
      "    b: [2,",
      "      3]}",
      "  ? [0, 1]",
      "  : c: 'it''s'",
      "  ? - 1",
      "    - 1",
      "  : d",
      "functions:",
      "- {rank: 1}",
      "- rank: 2",
      "  ls: []",
      "empty:",
      "time: 12:30",
      "",
    ].join("\r\n")
    expect(read(text)).toEqual({
      elements: ["Al", "Ni"],
      bonds: { "[0, 0]": { a: 1, b: [2, 3] }, "[0, 1]": { c: "it's" }, "[1, 1]": "d" },
      functions: [{ rank: 1 }, { rank: 2, ls: [] }],
      empty: null,
      time: "12:30",
    })
  })

  it.each([
    ["a: [1, 2", 1, 4, /never closed/u],
    ["a: 1\nb: {c: 1, d 2}", 2, 14, /colon/u],
    ["a: [1 [2]]", 1, 7, /comma or \]/u],
    ["a: 1\n  b: 2", 2, 3, /does not belong/u],
    ["a: 1\na: 2", 2, 1, /a is given twice/u],
    ["a: &x 1", 1, 4, /"&" begins something/u],
    ["a: 'b", 1, 4, /not closed/u],
    ["a: [1] 2", 1, 8, /the line goes on/u],
    ["a: 1\nb", 2, 2, /colon/u],
    ["a: [,]", 1, 5, /a value is expected/u],
  ])("says where %j is wrong", (text, line, column, reason) => {
    const failure = failureOf(() => read(text))
    expect(failure.message).toMatch(reason)
    expect(failure.place).toEqual({ file: "x", line, column })
  })
})

function failureOf(work: () => unknown): Failure {
  try {
    work()
  } catch (error) {
    if (error instanceof Failure) return error
    throw error
  }
  throw new Error("nothing failed")
}
