import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Parameter } from "../parameters.ts"
import { placeSection, resolveSection, type Section } from "./section.ts"
import { sharedEntries } from "./shared-entries.ts"

const angles: Section = {
  name: "angles",
  doc: "",
  arity: 3,
  patterns: (a, b, c) => [`${a}-${b}-${c}`, `${a}-${b}-*`, `${a}-*-${c}`, `${a}-*-*`, "*-*-*"],
  standard: (a) => `${a}-*-*`,
  parameters: [
    { name: "x", unit: "1", lower: -10, upper: 10, transform: "identity", doc: "", start: ({ neighbour }) => neighbour },
    { name: "R", unit: "Å", lower: 0, upper: 10, transform: "identity", doc: "", start: () => 3, fixed: true, reach: true },
  ],
}
/** One of the two orders of the neighbours may stand for both. */
const unordered: Section = { ...angles, patterns: (a, b, c) => [`${a}-${b}-${c}`, `${a}-${c}-${b}`, `${a}-*-*`, "*-*-*"] }
const symbols = ["Si", "C"]
const tuples = symbols.flatMap((a) => symbols.flatMap((b) => symbols.map((c) => [a, b, c] as const)))

describe("sections of a many-body spec", () => {
  it("take the most particular entry for each triplet, and share its parameters", () => {
    const layout: Parameter[] = []
    const spec = { "*-*-*": { x: 1, R: 3 }, "Si-C-*": { x: 2, R: 3 }, "Si-C-C": { x: 3, R: 2.9 }, "C-*-Si": { x: 4, R: 2 } }
    const { columns } = placeSection(angles, symbols, spec, "p", layout)
    const valueAt = (k: number): number => layout[columns[k]!["x"]].value
    expect(Object.fromEntries(tuples.map((tuple, k) => [tuple.join("-"), valueAt(k)]))).toEqual({
      "Si-Si-Si": 1,
      "Si-Si-C": 1,
      "Si-C-Si": 2,
      "Si-C-C": 3,
      "C-Si-Si": 4,
      "C-Si-C": 1,
      "C-C-Si": 4,
      "C-C-C": 1,
    })
    expect(layout.map(({ key }) => key)).toEqual(Object.keys(spec).flatMap((entry) => [`p.${entry}.x`, `p.${entry}.R`]))
    expect(columns[0]).toBe(columns[1])
  })

  it("hold a cutoff, or let it move between bounds", () => {
    const layout: Parameter[] = []
    const spec = { "Si-*-*": { x: 0, R: 3 }, "C-*-*": { x: 0, R: { value: 2, fixed: false, lower: 1.5 } } }
    placeSection(angles, symbols, spec, "p", layout)
    expect(layout[1]).toMatchObject({ fixed: true, upper: 3 })
    expect(layout[3]).toMatchObject({ fixed: false, lower: 1.5, upper: 2.4 })
  })

  it("are completed from sizes of the data, within the bounds that are given", () => {
    const scale = (a: string, b: string) => ({ neighbour: a === b ? 2.5 : 2.1, depth: 1 })
    const spec = { "Si-C-C": { x: { upper: 1.9 } }, "C-*-*": { x: { tie: "p.Si-C-C.x" } } }
    expect(resolveSection(angles, symbols, spec, scale)).toEqual({
      "Si-C-C": { x: { upper: 1.9, value: 1.9 }, R: 3 },
      "C-*-*": { x: { tie: "p.Si-C-C.x" }, R: 3 },
      "Si-*-*": { x: 2.5, R: 3 },
    })
  })

  it.for([angles, unordered])("that share what is the same give each triplet its own values", (section) => {
    const values = fc.array(fc.constantFrom(1, 2), { minLength: 8, maxLength: 8 })
    fc.assert(
      fc.property(values, (list) => {
        const valueOf = (...tuple: readonly string[]): number => list[tuples.findIndex((one) => one.join() === tuple.join())]
        const entries = sharedEntries(section, symbols, (...tuple) => ({ x: valueOf(...tuple), R: 3 }))
        const layout: Parameter[] = []
        const { columns } = placeSection(section, symbols, entries, "p", layout)
        tuples.forEach((tuple, k) => expect(layout[columns[k]!["x"]].value).toBe(valueOf(...tuple)))
        if (new Set(list.slice(0, 4)).size === 1) expect(Object.keys(entries)).toContain("Si-*-*")
      }),
    )
  })
})
