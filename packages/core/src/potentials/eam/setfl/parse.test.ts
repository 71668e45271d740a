import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { Failure } from "../../../failure/failure.ts"
import { formatSetfl } from "./format.ts"
import { parseSetfl } from "./parse.ts"
import type { Setfl } from "./setfl.ts"

const number = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 }).map((value) => value + 0)
const positive = fc.double({ noNaN: true, min: 1e-9, max: 1e3 })

/** Any table, of any bits. */
const tables: fc.Arbitrary<Setfl> = fc
  .record({
    style: fc.constantFrom("alloy" as const, "fs" as const),
    symbols: fc.constantFrom(["Cu"], ["Ni", "Cu"], ["Al", "Ti", "V"]),
    densityCount: fc.integer({ min: 5, max: 13 }),
    radiusCount: fc.integer({ min: 5, max: 13 }),
  })
  .chain(({ style, symbols, densityCount, radiusCount }) => {
    const block = (count: number) => fc.array(number, { minLength: count, maxLength: count }).map((values) => Float64Array.from(values))
    const blocks = style === "alloy" ? 1 : symbols.length
    const element = (symbol: string) =>
      fc.record({
        symbol: fc.constant(symbol),
        atomicNumber: fc.integer({ min: 0, max: 118 }),
        mass: positive,
        latticeConstant: positive,
        lattice: fc.constantFrom("fcc", "BCC", "none"),
        embedding: block(densityCount),
        densities: fc.array(block(radiusCount), { minLength: blocks, maxLength: blocks }),
      })
    const pairs = (symbols.length * (symbols.length + 1)) / 2
    return fc.record({
      style: fc.constant(style),
      comments: fc.constant<[string, string, string]>(["one", "", "three # with a hash"]),
      elements: fc.tuple(...symbols.map(element)),
      densityCount: fc.constant(densityCount),
      densityStep: positive,
      radiusCount: fc.constant(radiusCount),
      radiusStep: positive,
      cutoff: positive,
      pairs: fc.array(block(radiusCount), { minLength: pairs, maxLength: pairs }),
    })
  })

describe("setfl files", () => {
  it("are read as they were written, to the bit", () => {
    fc.assert(
      fc.property(tables, (table) => {
        const given = table.elements.length === 1 ? { style: table.style } : {}
        expect(parseSetfl(formatSetfl(table), { file: "x", ...given })).toEqual(table)
      }),
      { numRuns: 60 },
    )
  })

  it("may have Fortran's exponents, Windows' line ends and any number of values a line", () => {
    const text = small.replaceAll("\n", "\r\n").replace("0.1 0.2 0.3 0.4 0.5", "1.D-1\r\n  2.0d-1 0.3\r\n0.4 +.5")
    expect(text).not.toBe(small.replaceAll("\n", "\r\n"))
    expect(parseSetfl(text, { file: "x" })).toEqual(parseSetfl(small, { file: "x" }))
  })

  it("with one element are fs when their name says so", () => {
    expect(parseSetfl(small, { file: "Cu.eam.fs" }).style).toBe("fs")
    expect(parseSetfl(small, { file: "Cu.eam.alloy" }).style).toBe("alloy")
  })
})

/** One element, five densities, six distances. */
const small = `first
second
third
1 Cu
5 0.5 6 1.1 5.2
29 63.546 3.615 fcc
0 -1 -1.5 -1.8 -2
1 0.8 0.5
0.3 0.1 0
0.1 0.2 0.3 0.4 0.5
0.6
`
/** Two elements, alloy. */
const binary = `a
b
c
2 Cu Ni
5 0.5 5 1.1 5.2
29 63.546 3.615 fcc
0 -1 -1.5 -1.8 -2
1 0.8 0.5 0.3 0
28 58.69 3.52 fcc
0 -1 -1.6 -1.9 -2
1 0.7 0.5 0.2 0
0 1 2 1 0
0 2 3 2 0
0 3 4 3 0
`

describe("malformed setfl files are refused with their place", () => {
  const swap = (text: string, from: string, to: string): string => {
    if (!text.includes(from)) throw new Error(`the sample has no ${from}`)
    return text.replace(from, to)
  }
  const cases: readonly (readonly [string, string, number, number, RegExp])[] = [
    ["nothing", "", 1, 1, /ends before the first comment/],
    ["comments only", "a\nb\nc\n", 3, 1, /ends before the line of elements/],
    ["elements that are no number", swap(small, "1 Cu", "Cu 1"), 4, 1, /"Cu" is no number/],
    ["half an element", swap(small, "1 Cu", "1.5 Cu"), 4, 1, /no possible number of elements/],
    ["no element", swap(small, "1 Cu", "0"), 4, 1, /no possible number of elements/],
    ["fewer names than elements", swap(small, "1 Cu", "2 Cu"), 4, 1, /2 elements are announced, but 1 named/],
    ["more names than elements", swap(small, "1 Cu", "1 Cu Ni"), 4, 6, /1 elements are announced, but 2 named/],
    ["an element twice", swap(binary, "2 Cu Ni", "2 Cu Cu"), 4, 6, /named twice/],
    ["a grid without cutoff", swap(small, "6 1.1 5.2", "6 1.1"), 5, 9, /4 words, not the five/],
    ["a grid of six words", swap(small, "1.1 5.2", "1.1 5.2 7"), 5, 17, /6 words, not the five/],
    ["a fractional Nrho", swap(small, "5 0.5 6", "5.5 0.5 6"), 5, 1, /Nrho is 5.5/],
    ["too few radii", swap(small, "5 0.5 6", "5 0.5 4"), 5, 7, /Nr is 4/],
    ["a negative drho", swap(small, "5 0.5", "5 -0.5"), 5, 3, /drho is -0.5/],
    ["a negative dr", swap(small, "6 1.1", "6 -1.1"), 5, 9, /dr is -1.1/],
    ["a zero cutoff", swap(small, "1.1 5.2", "1.1 0"), 5, 13, /cutoff is 0/],
    ["a word in the grid", swap(small, "6 1.1", "6 fine"), 5, 9, /"fine" is no number/],
    ["an element line of three words", swap(small, "3.615 fcc", "3.615"), 6, 11, /3 words/],
    ["an atomic number that is none", swap(small, "29 63", "29.5 63"), 6, 1, /no atomic number/],
    ["a negative mass", swap(small, "63.546", "-63.546"), 6, 4, /mass of Cu is -63.546/],
    ["a word among numbers", swap(small, "-1.5", "NaN"), 7, 6, /"NaN" is no number/],
    ["Fortran's overflow", swap(small, "0.8 0.5", "*** 0.5"), 8, 3, /"\*\*\*" is no number/],
    ["too many embedding values", swap(small, "-1.8 -2", "-1.8 -2 -3"), 7, 19, /embedding function of Cu has more than 5/],
    ["too few density values", swap(small, "0.3 0.1 0\n", "0.3 0.1\n"), 10, 5, /density of Cu has more than 6/],
    ["a missing pair block", swap(binary, "0 3 4 3 0\n", ""), 13, 1, /ends before number 1 of 5 of the pair function of Ni-Ni/],
    ["a file cut in a block", small.slice(0, small.indexOf("0.5\n0.6")), 10, 1, /ends before number 5 of 6/],
    ["a missing element", swap(binary, "28 58.69 3.52 fcc\n", ""), 10, 15, /line of element Ni has 5 words/],
    ["an fs file with an alloy's blocks", `${binary}0 1 2 3 4\n`, 15, 1, /goes on after its last block/],
    ["an infinite number", swap(small, "-1.5", "1e999"), 7, 6, /"1e999" is no number/],
  ]
  for (const [name, text, line, column, message] of cases) {
    it(name, () => {
      try {
        parseSetfl(text, { file: "bad.setfl" })
        expect.unreachable()
      } catch (failure) {
        if (!(failure instanceof Failure)) throw failure
        expect(failure.message).toMatch(message)
        expect(failure.place).toEqual({ file: "bad.setfl", line, column })
      }
    })
  }
})
