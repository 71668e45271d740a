import { describe, expect, it } from "vitest"
import { compareWithLammps, type Agreement } from "./fixtures/agreement.ts"

const forms = {
  "lennard-jones": { epsilon: 0.31, sigma: 2.27 },
  "lennard-jones-ab": { A: 21_300, B: 163.7 },
  mie: { epsilon: 0.29, sigma: 2.31, n: 10.7, m: 5.3 },
  morse: { D: 0.41, alpha: 1.37, r0: 2.63 },
  buckingham: { A: 1_851.3, rho: 0.31, C: 34.2 },
  "born-mayer": { A: 851.3, rho: 0.33 },
  "born-mayer-huggins": { A: 0.71, rho: 0.31, sigma: 2.63, C: 14.2, D: 3.7 },
  yukawa: { A: 7.7, kappa: 0.83 },
} as const

/** Copper and nickel: parameters of the second and third pair differ a little from the first, and so do the cutoffs. */
function mixture(form: keyof typeof forms, ending: unknown, vary = 1.04): object {
  const scaled = (factor: number) =>
    Object.fromEntries(Object.entries(forms[form]).map(([name, value], k) => [name, k === 0 ? value * factor : value]))
  return {
    kind: "pair",
    elements: ["Cu", "Ni"],
    cutoff: 5.3,
    switch: ending,
    pairs: {
      "Cu-Cu": { form, parameters: forms[form] },
      "Ni-Cu": { form, parameters: scaled(vary), cutoff: 4.7 },
      "Ni-Ni": { form, parameters: scaled(1 / vary), cutoff: 5.9 },
    },
  }
}

function single(form: keyof typeof forms, ending: unknown): object {
  return { kind: "pair", elements: ["Cu"], cutoff: 5.3, switch: ending, pairs: { "*-*": { form, parameters: forms[form] } } }
}

function expectExact({ model, energy, force, stress }: Agreement): void {
  expect(model).toMatchObject({ exact: true, files: {}, warnings: [] })
  expect(energy.relative).toBeLessThan(1e-10)
  expect(force.relative).toBeLessThan(1e-10)
  expect(stress.relative).toBeLessThan(1e-7)
}

function expectTabulated({ model, energy, force, stress }: Agreement): void {
  expect(model.exact).toBe(false)
  expect(energy.largest).toBeLessThan(1e-6)
  expect(force.largest).toBeLessThan(1e-5)
  expect(stress.relative).toBeLessThan(1e-6)
}

describe.concurrent("pair forms that LAMMPS computes itself", () => {
  it.for(Object.keys(forms) as (keyof typeof forms)[])(
    "%s, truncated or shifted, of one element or two with cutoffs of their own",
    async (form) => {
      for (const spec of [single(form, "none"), mixture(form, "shift")]) expectExact(await compareWithLammps(spec))
    },
  )

  it.for(["lennard-jones", "lennard-jones-ab", "morse"] as const)("%s with continuous forces", async (form) => {
    for (const spec of [single(form, "force-shift"), mixture(form, "force-shift")]) expectExact(await compareWithLammps(spec))
  })

  it("pairs of several styles, with and without a shift, and with two screening lengths", async () => {
    const spec = {
      kind: "pair",
      elements: ["Cu", "Ni", "Al"],
      cutoff: 5,
      switch: "none",
      pairs: {
        "Cu-Cu": { form: "yukawa", parameters: forms.yukawa },
        "Cu-Ni": { form: "yukawa", parameters: { A: 6.1, kappa: 0.97 }, switch: "shift" },
        "Ni-Ni": { form: "morse", parameters: forms.morse, switch: "shift" },
        "Cu-Al": { form: "morse", parameters: { ...forms.morse, D: 0.2 }, cutoff: 4.4 },
        "Ni-Al": { form: "mie", parameters: forms.mie, switch: "shift" },
        "Al-Al": { form: "lennard-jones", parameters: forms["lennard-jones"], switch: "force-shift" },
      },
    }
    expectExact(await compareWithLammps(spec))
  })
})

describe.concurrent("pair functions that LAMMPS gets as tables", () => {
  it.for(Object.keys(forms) as (keyof typeof forms)[])("%s with a polynomial switch", async (form) => {
    expectTabulated(await compareWithLammps(mixture(form, { polynomial: 4.1 })))
  })

  it.for(["lennard-jones", "morse", "yukawa"] as const)("%s with a cosine switch", async (form) => {
    expectTabulated(await compareWithLammps(single(form, { cosine: 4.1 })))
  })

  it.for(["mie", "buckingham", "yukawa"] as const)("%s with continuous forces", async (form) => {
    expectTabulated(await compareWithLammps(mixture(form, "force-shift")))
  })

  it("the screened repulsion of nuclei by its formula", async () => {
    const zbl = { kind: "pair", elements: ["Cu", "Ni"], cutoff: 4.1, switch: { polynomial: 2.9 }, pairs: { "*-*": { form: "zbl" } } }
    expectTabulated(await compareWithLammps(zbl))
  })

  it("A/r¹² − B/r⁶ that only repels", async () => {
    const pairs = { "*-*": { form: "lennard-jones-ab", parameters: { A: 21_300, B: 0 } } }
    expectTabulated(await compareWithLammps({ kind: "pair", elements: ["Cu"], cutoff: 5, switch: "none", pairs }))
  })

  it("a user's formula, some of its pairs by styles of LAMMPS", async () => {
    const spec = {
      kind: "pair",
      elements: ["Cu", "Ni"],
      cutoff: 5.2,
      switch: "shift",
      pairs: {
        "Cu-Cu": { formula: "let u = r/b; A*exp(-u)*(1 - c*cos(3*u))", parameters: { A: 23.1, b: 0.71, c: 0.31 } },
        "Cu-Ni": { form: "morse", parameters: forms.morse },
        "Ni-Ni": { formula: "A/r^9 - B/r^4", parameters: { A: 1_310, B: 9.7 }, cutoff: 4.8 },
      },
    }
    const agreement = await compareWithLammps(spec)
    expectTabulated(agreement)
    expect(agreement.model.terms.map(({ style }) => style)).toEqual(["morse", "table"])
  })

  it.for([
    ["cubic", "values"],
    ["quintic", "values"],
    ["cubic", "b-spline"],
  ] as const)("a %s spline by its %s", async ([order, basis]) => {
    const values = [3.1, 0.9, 0.11, -0.21, -0.17, -0.09, -0.04, -0.01]
    const spline = { knots: 9, order, basis, start: 1.9, values }
    const spec = { kind: "pair", elements: ["Cu"], cutoff: 5.1, pairs: { "*-*": { spline } } }
    expectTabulated(await compareWithLammps(spec))
  })
})
