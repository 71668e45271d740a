import * as fc from "fast-check"
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

describe("any pair potential", () => {
  const ending = fc.oneof(
    fc.constantFrom("none", "shift", "force-shift"),
    fc.record({ polynomial: fc.constantFrom(3.7, 4.4) }),
    fc.record({ cosine: fc.constant(4) }),
  )
  const form = fc.constantFrom("lennard-jones-ab", "mie", "morse", "born-mayer-huggins", "yukawa")
  const radial = fc.oneof(
    fc
      .record({ form, neighbour: fc.double({ min: 2, max: 3, noNaN: true }), depth: fc.double({ min: 0.01, max: 1, noNaN: true }) })
      .map(({ form, ...scale }) => ({
        form,
        parameters: Object.fromEntries(
          (pairForms.get(form)?.parameters ?? []).map((parameter) => [parameter.name, parameter.start(scale)]),
        ),
      })),
    fc
      .record({
        knots: fc.integer({ min: 3, max: 9 }),
        start: fc.double({ min: 1, max: 2.5, noNaN: true }),
        order: fc.constantFrom("cubic", "quintic"),
        basis: fc.constantFrom("values", "b-spline"),
      })
      .map((spline) => ({ spline })),
  )

  it("obeys the laws of potentials, for random functions, ends, parameters, structures and cells", () => {
    fc.assert(
      fc.property(radial, radial, ending, fc.integer({ min: 1, max: 1e6 }), (first, second, ending, seed) => {
        const pairs = { "B-B": first, "B-N": second, "N-N": { ...first, cutoff: 4.5 } }
        const potential = createPotential({ kind: "pair", elements: ["N", "B"], cutoff: 5.2, switch: ending, pairs })
        // Smoothness at the cutoff is the business of the tests above; here ends are only kept away from.
        checkPotential(potential, { seed, spacing: 2.3, ends: [4.5], smoothness: -1 })
      }),
      { numRuns: 12 },
    )
  })
})
