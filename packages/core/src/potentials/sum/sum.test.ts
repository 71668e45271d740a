import { describe, expect, it } from "vitest"
import { checkPotential } from "../../testing/potential/check-potential.ts"
import { predict } from "../../testing/potential/prediction.ts"
import { randomNumbers, randomStructure } from "../../testing/potential/random-structure.ts"
import { parameterValues } from "../parameters.ts"
import { createPotential } from "../registry.ts"
import { hasRegularisers } from "../regulariser.ts"
import { sumPotential } from "./sum-potential.ts"

const morse = {
  kind: "pair",
  elements: ["Cu", "Al"],
  cutoff: 5.4,
  switch: { polynomial: 4.2 },
  pairs: { "*-*": { form: "morse", parameters: { D: 0.41, alpha: 1.37, r0: 2.83 } } },
}
const yukawa = {
  kind: "pair",
  elements: ["Al"],
  cutoff: 4.6,
  switch: { cosine: 3.9 },
  pairs: { "Al-Al": { form: "yukawa", parameters: { A: 3.3, kappa: { value: 0.9, tie: { key: "A", factor: 0.3 } } } } },
}
const core = { kind: "zbl", elements: ["Al", "Cu"], inner: 1.7, outer: 3.1 }

describe("a sum", () => {
  it("obeys the laws of potentials, its terms each with its own elements and cutoff", () => {
    const sum = createPotential({ kind: "sum", terms: [morse, yukawa, core] })
    checkPotential(sum, { ends: [4.6, 3.1], spacing: 2.3 })
    expect(sum.elements).toEqual([29, 13])
    expect(sum.cutoff).toBe(5.4)
  })

  it("is the sum of its terms", () => {
    const terms = [morse, { ...core, elements: ["Cu", "Al"] }].map((spec) => createPotential(spec))
    const sum = createPotential({ kind: "sum", terms: terms.map((term) => term.spec) })
    const structure = randomStructure("crystal", [29, 13], 2.4, randomNumbers(7))
    const [whole] = predict(sum, [structure], parameterValues(sum.parameters))
    const parts = terms.map((term) => predict(term, [structure], parameterValues(term.parameters))[0])
    expect(whole.energy).toBeCloseTo(parts[0].energy + parts[1].energy, 10)
    whole.forces.forEach((force, k) => expect(force).toBeCloseTo(parts[0].forces[k] + parts[1].forces[k], 10))
    whole.virial.forEach((value, k) => expect(value).toBeCloseTo(parts[0].virial[k] + parts[1].virial[k], 10))
  })

  it("tells terms apart that use the same keys, and their ties with them", () => {
    const second = {
      ...yukawa,
      pairs: { "Al-Al": { form: "morse", parameters: { D: 0.2, alpha: 1.1, r0: { value: 3, tie: { key: "alpha", factor: 2 } } } } },
    }
    const sum = sumPotential({ kind: "sum" }, [morse, second, yukawa].map(createPotential))
    const { parameters, functions } = sum
    const keys = parameters.map((parameter) => parameter.key)
    expect(keys.filter((key) => key.includes("Al-Al"))).toEqual([
      "term1.pair.Al-Al.D",
      "term1.pair.Al-Al.alpha",
      "term1.pair.Al-Al.r0",
      "term2.pair.Al-Al.D",
      "term2.pair.Al-Al.alpha",
      "term2.pair.Al-Al.r0",
      "term3.pair.Al-Al.A",
      "term3.pair.Al-Al.kappa",
    ])
    expect(keys).toContain("pair.Cu-Al.D")
    for (const { name, offset, radial } of functions) {
      radial.parameters.forEach(({ key }, k) => expect(keys[offset + k]).toBe(`${name}.${key}`))
    }
    expect(functions).toHaveLength(5)
    expect(parameters.find((parameter) => parameter.key === "term2.pair.Al-Al.r0")).toMatchObject({
      value: 2.2,
      tie: { key: "term2.pair.Al-Al.alpha", factor: 2 },
    })
  })
})

describe("the regularisers of a sum", () => {
  const bispectrum = (element: string) => ({ kind: "snap", elements: [element], rcutfac: 4.2, twojmax: 1 })

  it("are those of its terms, at their own parameters", () => {
    const alone = createPotential(bispectrum("Al"))
    const sum = createPotential({ kind: "sum", terms: [yukawa, bispectrum("Al")] })
    if (!hasRegularisers(alone) || !hasRegularisers(sum)) throw new Error("there are none")
    expect(sum.regularisers).toEqual(
      alone.regularisers.map((one) => ({
        ...one,
        rows: one.rows.map((row) => ({ ...row, parameters: row.parameters.map((k) => k + 2) })),
      })),
    )
    for (const { parameters } of sum.regularisers[0].rows) expect(sum.parameters[parameters[0]].key).toMatch(/^snap\.Al\.B/)
  })

  it("keep apart what has one name", () => {
    const sum = createPotential({ kind: "sum", terms: [bispectrum("Al"), core, bispectrum("Cu")] })
    if (!hasRegularisers(sum)) throw new Error("there are none")
    expect(sum.regularisers.map(({ name }) => name)).toEqual(["term1.ridge", "term3.ridge"])
  })
})

describe("zbl", () => {
  it("obeys the laws of potentials through its switch", () => {
    checkPotential(createPotential({ kind: "zbl", elements: ["Si", "Ge"], inner: 1.2, outer: 3.4 }), { spacing: 2, ends: [1.2] })
  })
})
