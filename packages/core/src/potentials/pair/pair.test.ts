import { describe, expect, it } from "vitest"
import { checkPotential } from "../../testing/potential/check-potential.ts"
import { pairForms } from "../forms/pair-forms.ts"
import { createPotential } from "../registry.ts"

const scale = { neighbour: 2.7, depth: 0.31 }

describe.each([...pairForms.values()])("$name", (form) => {
  it("obeys the laws of potentials, in a mixture, with a smooth switch", () => {
    const parameters = Object.fromEntries(
      form.parameters.map((parameter) => [parameter.name, { value: parameter.start(scale), fixed: false }]),
    )
    const potential = createPotential({
      kind: "pair",
      elements: ["Cu", "Al"],
      cutoff: 5.9,
      switch: { polynomial: 4.6 },
      pairs: { "*-*": { form: form.name, parameters } },
    })
    checkPotential(potential, { seed: 11 })
  })
})

describe("ends of pair functions", () => {
  const morse = { form: "morse", parameters: { D: 0.41, alpha: 1.37, r0: 2.83 } }
  const lennardJones = { form: "lennard-jones", cutoff: 5.1, parameters: { epsilon: 0.13, sigma: 2.41 } }
  it.each([
    ["none", -1],
    ["shift", 0],
    ["force-shift", 1],
    [{ polynomial: [4.4] }, 1],
    [{ cosine: 4.4 }, 1],
  ] as const)("with %o are as smooth as they promise, each pair at its own cutoff", (ending, smoothness) => {
    const potential = createPotential({
      kind: "pair",
      elements: ["Ne", "Xe"],
      cutoff: 6.1,
      switch: ending,
      pairs: { "Ne-Ne": lennardJones, "Xe-Ne": { ...morse, cutoff: 5.6 }, "Xe-Xe": morse },
    })
    checkPotential(potential, { ends: [5.1, 5.6], smoothness, spacing: 2.6, seed: 3 })
  })
})

describe("splines and formulas in r", () => {
  it("obey the laws of potentials", () => {
    const potential = createPotential({
      kind: "pair",
      elements: ["Si", "O"],
      cutoff: 5.2,
      switch: { polynomial: 4 },
      pairs: {
        "Si-Si": { spline: { knots: 7, start: 1.8, order: "cubic", values: [2.1, 0.6, -0.3, -0.21, -0.1, 0.03] } },
        "Si-O": { formula: "4*eps*((s/r)^12 - (s/r)^6) + q/r", parameters: { eps: 0.11, s: 2.2, q: -0.7 } },
        "O-O": { spline: { knots: [1.6, 2.3, 3, 3.6, 5.2], order: "quintic", basis: "b-spline", values: [1.5, 0.3, -0.2, 0.1] } },
      },
    })
    checkPotential(potential, { seed: 5, spacing: 2.4 })
    expect(potential.parameters.map((parameter) => parameter.key).slice(5, 10)).toEqual([
      "pair.Si-Si.knot5",
      "pair.Si-O.eps",
      "pair.Si-O.s",
      "pair.Si-O.q",
      "pair.O-O.coefficient0",
    ])
  })
})
