import { describe, expect, it } from "vitest"
import { predict } from "../../testing/potential/prediction.ts"
import { parameterValues } from "../parameters.ts"
import { hasPairs } from "../pair/lammps-pair.ts"
import type { Potential } from "../potential.ts"
import { createPotential } from "../registry.ts"
import { pairForms } from "./pair-forms.ts"

/** Energy of two atoms along x, and the force on the first. */
function dimer(potential: Potential, distance: number): { energy: number; force: number } {
  const [a, b = a] = potential.elements
  const structure = {
    numbers: Int32Array.of(a, b),
    positions: Float64Array.of(0, 0, 0, distance, 0, 0),
    cell: null,
    pbc: [false, false, false],
  } as const
  const [{ energy, forces }] = predict(potential, [structure], parameterValues(potential.parameters))
  return { energy, force: forces[0] }
}

/**
 * Form, switch, cutoff, parameters; then LAMMPS's style, settings and coefficients, and, computed with these by LAMMPS (7 Jan 2022, Debian
 * 20220106, units metal), the energy of two atoms 2.9 Å apart and the force on the first.
 */
const cases = [
  ["lennard-jones", "none", 5.1, { epsilon: 0.13, sigma: 2.41 }, "lj/cut", [], [0.13, 2.41], -0.11486447767308669, 0.1209199320754696],
  ["lennard-jones", "shift", 5.1, { epsilon: 0.13, sigma: 2.41 }, "lj/cut", [], [0.13, 2.41], -0.1091388691619375, 0.1209199320754696],
  [
    "mie",
    "none",
    5.1,
    { epsilon: 0.13, sigma: 2.41, n: 11.3, m: 5.7 },
    "mie/cut",
    [],
    [0.13, 2.41, 11.3, 5.7],
    -0.1182855738439296,
    0.10693855332797304,
  ],
  ["morse", "shift", 5.6, { D: 0.41, alpha: 1.37, r0: 2.83 }, "morse", [], [0.41, 1.37, 2.83], -0.38834095516324352, 0.093335353047162339],
  [
    "buckingham",
    "none",
    5.6,
    { A: 851.3, rho: 0.31, C: 14.2 },
    "buck",
    [],
    [851.3, 0.31, 14.2],
    0.049803664218123801,
    -0.18827382266640455,
  ],
  [
    "born-mayer-huggins",
    "none",
    5.6,
    { A: 0.71, rho: 0.31, sigma: 2.63, C: 14.2, D: 3.7 },
    "born",
    [],
    [0.71, 0.31, 2.63, 14.2, 3.7],
    0.27403487949187988,
    -0.91125477638024222,
  ],
  ["yukawa", "shift", 5.6, { A: 7.7, kappa: 0.83 }, "yukawa", [0.83], [7.7], 0.22601806860249765, -0.28100888064009022],
] as const

describe("forms that LAMMPS has", () => {
  it.each(cases)(
    "%s, %s: the same numbers, and the words for them",
    (form, ending, cutoff, parameters, style, settings, coefficients, energy, force) => {
      const potential = createPotential({
        kind: "pair",
        elements: ["Cu"],
        cutoff,
        switch: ending,
        pairs: { "Cu-Cu": { form, parameters } },
      })
      const found = dimer(potential, 2.9)
      expect(found.energy / energy).toBeCloseTo(1, 12)
      expect(found.force / force).toBeCloseTo(1, 12)
      if (!hasPairs(potential)) throw new Error("a pair potential has pairs")
      expect(potential.pairs[0].lammps(parameterValues(potential.parameters))).toEqual({
        style,
        settings: [...settings, cutoff],
        coefficients: [...coefficients, cutoff],
        shift: ending === "shift",
      })
    },
  )

  it("turns A and B of Lennard-Jones into ε and σ, where both are positive", () => {
    const [epsilon, sigma] = [0.13, 2.41]
    const spec = (B: number) => ({
      kind: "pair",
      elements: ["Ar"],
      cutoff: 6,
      switch: "none",
      pairs: { "Ar-Ar": { form: "lennard-jones-ab", parameters: { A: 4 * epsilon * sigma ** 12, B } } },
    })
    const potential = createPotential(spec(4 * epsilon * sigma ** 6))
    if (!hasPairs(potential)) throw new Error("a pair potential has pairs")
    const theta = parameterValues(potential.parameters)
    const coefficients = potential.pairs[0].lammps(theta)?.coefficients ?? []
    expect(coefficients[0]).toBeCloseTo(epsilon, 13)
    expect(coefficients[1]).toBeCloseTo(sigma, 13)
    expect(potential.pairs[0].lammps(theta.with(1, 0))).toBeUndefined()
  })

  it("has no LAMMPS equivalent for an end that LAMMPS has not", () => {
    for (const ending of ["force-shift", { polynomial: 4 }, { cosine: 4 }]) {
      const pairs = { "Cu-Cu": { form: "yukawa", parameters: { A: 7.7, kappa: 0.83 } } }
      const potential = createPotential({ kind: "pair", elements: ["Cu"], cutoff: 5, switch: ending, pairs })
      expect(hasPairs(potential) && potential.pairs[0].lammps(parameterValues(potential.parameters))).toBeUndefined()
    }
  })
})

describe("damped dispersion", () => {
  it("is that of the formula, with its force", () => {
    const parameters = { C6: 31, C8: 77, R: 2.6 }
    const pairs = { "Ar-Ar": { form: "becke-johnson", parameters } }
    const potential = createPotential({ kind: "pair", elements: ["Ar"], cutoff: 9, switch: "none", pairs })
    const { energy, force } = dimer(potential, 3.1)
    const [six, eight] = [3.1 ** 6 + 2.6 ** 6, 3.1 ** 8 + 2.6 ** 8]
    expect(energy).toBeCloseTo(-31 / six - 77 / eight, 14)
    expect(force).toBeCloseTo((6 * 31 * 3.1 ** 5) / six ** 2 + (8 * 77 * 3.1 ** 7) / eight ** 2, 14)
  })
})

describe("zbl", () => {
  // The same LAMMPS, `pair_style zbl 1.1 2.2`, Si and Ge: below the inner radius, and in the switch.
  it.each([
    [0.7, 310.4755543102192, -1498.1872648074198],
    [1.55, 7.0548399321412951, -36.877885497297143],
  ])("at %f Å is that of LAMMPS", (distance, energy, force) => {
    const potential = createPotential({ kind: "zbl", elements: ["Si", "Ge"], inner: 1.1, outer: 2.2 })
    const found = dimer(potential, distance)
    expect(found.energy / energy).toBeCloseTo(1, 12)
    expect(found.force / force).toBeCloseTo(1, 12)
  })
})

describe("starting values of forms", () => {
  const scale = { neighbour: 2.56, depth: 0.34 }

  it.each([...pairForms.values()].map((form) => [form.name, form] as const))("of %s lie within their bounds", (_, form) => {
    for (const parameter of form.parameters) {
      expect(parameter.start(scale)).toBeGreaterThanOrEqual(parameter.lower)
      expect(parameter.start(scale)).toBeLessThanOrEqual(parameter.upper)
    }
  })

  it.each(["lennard-jones", "lennard-jones-ab", "mie", "morse"])("of %s put a well of this depth at the neighbour distance", (form) => {
    const start = pairForms.get(form)?.parameters.map((parameter) => [parameter.name, parameter.start(scale)]) ?? []
    const potential = createPotential({
      kind: "pair",
      elements: ["Cu"],
      cutoff: 6,
      switch: "none",
      pairs: { "*-*": { form, parameters: Object.fromEntries(start) } },
    })
    const { energy, force } = dimer(potential, 2.56)
    expect(energy).toBeCloseTo(-0.34, 12)
    expect(force).toBeCloseTo(0, 12)
  })
})
