import { describe, expect, it } from "vitest"
import { cohesiveEnergy } from "../../atoms/cohesive-energy.ts"
import { createParameterSpace } from "../parameter-space.ts"
import { freeAtomPrior } from "./free-atom-prior.ts"

const reference = { unit: "eV", doc: "", lower: -Infinity, upper: Infinity, transform: "identity", linear: true, fixed: false } as const
const parameters = [{ ...reference, key: "reference.W", value: -8.6 }]
const own = { ...reference, key: "pair.W-W.coefficient0", value: 0 }
const baseline = { parameters, elements: [74], offset: -1, stress: {} }

describe("freeAtomPrior", () => {
  it("expects the free atom above the data by the cohesive energy, to a hundredth of it", () => {
    const rows = freeAtomPrior(baseline, createParameterSpace([own, ...parameters], []), 1, {})
    expect(rows).toHaveLength(1)
    expect(rows[0].parameters).toEqual([1])
    // Tungsten: 8.90 eV, as 859 kJ/mol.
    expect(rows[0].mean + 8.6).toBeCloseTo(859 / 96.485, 2)
    expect(rows[0].sigma).toBeCloseTo(0.089, 12)
  })

  it("says nothing of what is held, eliminated, given a prior, of several elements, or unknown", () => {
    const none = (space: readonly [typeof baseline, readonly string[], Readonly<Record<string, unknown>>, boolean]): unknown => {
      const [of, profiled, priors, fixed] = space
      const layout = [own, ...of.parameters.map((parameter) => ({ ...parameter, fixed }))]
      return freeAtomPrior(of, createParameterSpace(layout, profiled), 1, priors)
    }
    expect(none([baseline, [], {}, true])).toEqual([])
    expect(none([baseline, ["reference.W"], {}, false])).toEqual([])
    expect(none([baseline, [], { "reference.W": { mean: 0, sigma: 1 } }, false])).toEqual([])
    expect(none([{ ...baseline, elements: [1] }, [], {}, false])).toEqual([])
    const two = { ...baseline, elements: [73, 74], parameters: [...parameters, { ...reference, key: "reference.Ta", value: -8 }] }
    expect(none([two, [], {}, false])).toEqual([])
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
