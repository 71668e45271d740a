import { describe, expect, it } from "vitest"
import { Failure } from "../../failure/failure.ts"
import { readEntries, writeEntries } from "./lammps-file.ts"

const format = { name: "made-up", columns: ["depth", "angle", "n"], energies: ["depth"] }
const text = `# DATE: 2020-01-01 UNITS: metal
Si Si Si 1.5 -2e-1 3.d0 # on one line
Si
 C C   2.5 .2
 3
C Si Si 3.5 0.2 3
  C C C 4.5 0.2 3
Si Si C 0 0.2 3
Si C Si 0 0.2 3
C Si C 0 0.2 3
C C Si 0 0.2 3
`

describe("files of triplet entries", () => {
  it("are read by word, over as many lines as an entry takes", () => {
    const entries = readEntries(text, "a.txt", format)
    expect(entries.symbols).toEqual(["Si", "C"])
    expect([entries.value("depth", 0, 0, 0), entries.value("angle", 0, 0, 0), entries.value("n", 0, 0, 0)]).toEqual([1.5, -0.2, 3])
    expect(entries.value("depth", 0, 1, 1)).toBe(2.5)
    expect(entries.place(0, 1, 1)).toEqual({ file: "a.txt", line: 3, column: 1 })
  })

  it("in kilocalories are read in electron volts, as LAMMPS does", () => {
    const real = readEntries(text.replace("metal", "real"), "a.txt", format)
    expect(real.value("depth", 1, 0, 0)).toBeCloseTo(3.5 / 23.060549, 14)
    expect(real.value("n", 1, 0, 0)).toBe(3)
  })

  it("are read for some of their elements, under other labels", () => {
    const labelled = text.replaceAll("Si", "Si(D)")
    expect(readEntries(labelled, "a.txt", format, ["Si(D)"]).symbols).toEqual(["Si"])
    expect(readEntries(labelled, "a.txt", format, ["C", "Si(D)"]).value("depth", 1, 0, 0)).toBe(2.5)
  })

  it("are written so that they are read back to the last bit", () => {
    const value = (a: number, b: number, c: number): readonly number[] => [a + 0.1, Math.PI * 10 ** (9 * b), 1e-300 / (c + 3)]
    const written = writeEntries("", ["Si", "C"], format.columns, value)
    const entries = readEntries(written, "b.txt", format)
    for (const a of [0, 1]) {
      for (const b of [0, 1]) {
        for (const c of [0, 1]) expect(format.columns.map((name) => entries.value(name, a, b, c))).toEqual(value(a, b, c))
      }
    }
  })

  it.for([
    [text.replace("-2e-1", "two"), { line: 2, column: 14 }, /"two" is no number, but angle is expected here/],
    [text.replace("1.5", "nan"), { line: 2, column: 10 }, /"nan" is no number/],
    [text.replace("4.5 0.2 3", "4.5 0.2 3 9"), { line: 7, column: 19 }, /an entry of 7 words stands here/],
    [text.replace("C C Si 0 0.2 3", "C C Si 0"), { line: 11, column: 8 }, /the file ends within an entry, after 4 of its 6 words/],
    [text.replace("C C Si", "C C C"), { line: 11, column: 1 }, /the entry C C C is given twice/],
    [text.replace("C C Si 0 0.2 3\n", ""), undefined, /there is no entry C C Si/],
    [text.replaceAll("Si", "Sj"), undefined, /no element is called "Sj"/],
    [text.replace("metal", "electron"), { line: 1, column: 20 }, /the file is in units electron/],
  ] as const)("with mistakes are refused at their place: %#", ([wrong, place, message]) => {
    try {
      readEntries(wrong, "a.txt", format)
    } catch (failure) {
      if (!(failure instanceof Failure)) throw failure
      expect(failure.message).toMatch(message)
      expect(failure.place).toEqual({ file: "a.txt", ...place })
      return
    }
    throw new Error("nothing failed")
  })
})
