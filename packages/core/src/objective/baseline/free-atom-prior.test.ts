import { describe, expect, it } from "vitest"
import { cohesiveEnergy } from "../../atoms/cohesive-energy.ts"
import type { Configuration } from "../../atoms/structure.ts"
import { createParameterSpace } from "../parameter-space.ts"
import { freeAtomPrior } from "./free-atom-prior.ts"
import { lowestEnergies } from "./lowest-energies.ts"

const reference = { unit: "eV", doc: "", lower: -Infinity, upper: Infinity, transform: "identity", linear: true, fixed: false } as const
const parameters = [{ ...reference, key: "reference.W", value: -8.6 }]
const own = { ...reference, key: "pair.W-W.coefficient0", value: 0 }
const baseline = { parameters, elements: [74], offset: -1, stress: {} }
const tungsten = { baseline, lowest: [{ shares: [1], energy: -9.1 }] }
const both = { ...baseline, elements: [13, 22], parameters: ["Al", "Ti"].map((x) => ({ ...reference, key: `reference.${x}`, value: -8 })) }

describe("freeAtomPrior", () => {
  it("expects the free atom above the lowest data by the cohesive energy, to a hundredth of it", () => {
    const rows = freeAtomPrior(tungsten, createParameterSpace([own, ...parameters], []), 1, {})
    expect(rows).toHaveLength(1)
    expect(rows[0].parameters).toEqual([1])
    // Tungsten: 8.90 eV, as 859 kJ/mol.
    expect(rows[0].mean + 9.1).toBeCloseTo(859 / 96.485, 2)
    expect(rows[0].sigma).toBeCloseTo(0.089, 12)
  })

  it("expects those of an alloy above it by the mean, where one of them is free", () => {
    const shares = [0.25, 0.75]
    const [held, free] = both.parameters
    const space = createParameterSpace([own, { ...held, fixed: true }, free], [])
    const rows = freeAtomPrior({ baseline: both, lowest: [{ shares, energy: -6 }] }, space, 1, {})
    const binding = 0.25 * 3.39 + 0.75 * 4.85
    expect(rows).toEqual([{ parameters: [1, 2], coefficients: shares, mean: -6 + binding, sigma: 0.1 * binding }])
  })

  it("says nothing of what is held, eliminated, given a prior, unknown, or an oxide", () => {
    type Case = readonly [typeof tungsten, readonly string[], Readonly<Record<string, unknown>>, boolean]
    const none = ([description, profiled, priors, fixed]: Case): unknown => {
      const layout = [own, ...description.baseline.parameters.map((parameter) => ({ ...parameter, fixed }))]
      return freeAtomPrior(description, createParameterSpace(layout, profiled), 1, priors)
    }
    expect(none([tungsten, [], {}, true])).toEqual([])
    expect(none([tungsten, ["reference.W"], {}, false])).toEqual([])
    expect(none([tungsten, [], { "reference.W": { mean: 0, sigma: 1 } }, false])).toEqual([])
    expect(none([{ ...tungsten, baseline: { ...baseline, elements: [1] } }, [], {}, false])).toEqual([])
    expect(none([{ ...tungsten, baseline: { ...baseline, elements: [], parameters: [] } }, [], {}, false])).toEqual([])
    const oxide = { baseline: { ...both, elements: [13, 8] }, lowest: [{ shares: [0.4, 0.6], energy: -7 }] }
    expect(none([oxide, [], {}, false])).toEqual([])
  })
})

describe("lowestEnergies", () => {
  const frame = (numbers: readonly number[], energy: number, edge = 3): Configuration => ({
    structure: {
      numbers: Int32Array.from(numbers),
      positions: Float64Array.from({ length: 3 * numbers.length }, (_, k) => 0.4 * k),
      cell: Float64Array.of(edge, 0, 0, 0, edge, 0, 0, 0, edge),
      pbc: [true, true, true],
    },
    energy,
    group: "all",
    weights: { energy: 1, forces: 1, stress: 1 },
    origin: { file: "", frame: 1 },
  })

  it("are those of the purest compositions, without isolated atoms, of some data and of more", () => {
    const some = [frame([13, 22], -12), frame([13, 13, 22], -15), frame([22], -7, 30)]
    const more = [frame([13, 13, 22], -15.3), frame([22, 22], -14), frame([22], -7.2)]
    const first = lowestEnergies(some, [13, 22], 6)
    expect(first).toEqual([
      { shares: [2 / 3, 1 / 3], energy: -5 },
      { shares: [0.5, 0.5], energy: -6 },
    ])
    const all = lowestEnergies(more, [13, 22], 6, first)
    expect(all).toEqual([
      { shares: [2 / 3, 1 / 3], energy: -15.3 / 3 },
      { shares: [0, 1], energy: -7.2 },
    ])
    expect(lowestEnergies([...some, ...more], [13, 22], 6)).toEqual(all)
  })
})

describe("cohesiveEnergy", () => {
  it("is as measured, in eV: kJ/mol of the same table agree", () => {
    const molar: readonly (readonly [string, number])[] = [
      ...([
        ["Li", 158],
        ["C", 711],
        ["Al", 327],
        ["Si", 446],
        ["Fe", 413],
        ["Cu", 336],
        ["Ge", 372],
        ["Mo", 658],
        ["Au", 368],
      ] as const),
    ]
    for (const [symbol, energy] of molar) expect(cohesiveEnergy(symbol)).toBeCloseTo(energy / 96.485, 1)
    expect(cohesiveEnergy("H")).toBeUndefined()
    expect(cohesiveEnergy("Og")).toBeUndefined()
  })
})
