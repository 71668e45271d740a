import { describe, expect, test } from "vitest"
import type { Configuration } from "../../atoms/structure.ts"
import type { Baseline } from "../../observables/baseline.ts"
import type { Parameter } from "../../potentials/parameters.ts"
import { findRedundancies } from "./redundancy.ts"

function parameter(key: string): Parameter {
  return { key, value: -3, unit: "eV", lower: -Infinity, upper: Infinity, transform: "identity", fixed: false, linear: true, doc: "" }
}

const baseline: Baseline = {
  parameters: ["reference.Ne", "reference.Xe", "offset.energy"].map(parameter),
  elements: [10, 54],
  offset: 2,
  stress: {},
}

function frames(...compositions: (readonly [number, number])[]): Configuration[] {
  return compositions.map(([neon, xenon], frame) => ({
    structure: {
      numbers: Int32Array.from([...Array<number>(neon).fill(10), ...Array<number>(xenon).fill(54)]),
      positions: new Float64Array(3 * (neon + xenon)),
      cell: null,
      pbc: [false, false, false],
    },
    energy: -1,
    group: "all",
    weights: { energy: 1, forces: 1, stress: 1 },
    origin: { file: "fixture.xyz", frame },
  }))
}

describe("redundant baseline parameters", () => {
  test("are the offset beside reference energies of all elements, whatever the compositions", () => {
    const found = findRedundancies(baseline, frames([1, 3], [2, 2], [5, 1], [0, 4]), true)
    expect(found.map(({ key }) => key)).toEqual(["offset.energy"])
    expect(found[0].reason).toContain("reference.Ne, reference.Xe, offset.energy cannot be told apart")
  })

  test("are all but one at a constant composition", () => {
    const found = findRedundancies(baseline, frames([1, 3], [2, 6], [3, 9]), true)
    expect(found.map(({ key }) => key)).toEqual(["reference.Xe", "offset.energy"])
    expect(found[0].reason).toContain("reference.Ne, reference.Xe cannot be told apart")
  })

  test("are elements that no energy knows, and all where there is no energy", () => {
    const found = findRedundancies(baseline, frames([4, 0]), true)
    expect(found[0].reason).toContain("reference.Xe is structurally unidentifiable: no configuration with an energy has this element")
    expect(findRedundancies(baseline, frames([1, 1]), false)).toHaveLength(3)
  })

  test("are none without an offset and with compositions that vary", () => {
    const alone = { ...baseline, parameters: baseline.parameters.slice(0, 2), offset: -1 }
    expect(findRedundancies(alone, frames([1, 3], [2, 2]), true)).toEqual([])
  })
})
