import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { createPotential, resolveSpec } from "@luthier/core"
import { describe, expect, it } from "vitest"
import { compareWithLammps } from "./fixtures/agreement.ts"
import { copperNickel } from "./fixtures/copper-nickel.ts"

const strong = (A: number, C: number) => ({ form: "exponential", parameters: { A, C } })
const cases: Readonly<Record<string, object>> = {
  "one element, splines": { elements: ["Cu"] },
  "two elements, forms and formulas": {
    elements: ["Ni", "Cu"],
    dipole: { "*-*": strong(0.31, -0.07), "Cu-Ni": { formula: "d*exp(-q*r)", parameters: { d: -1.7, q: 0.9 } } },
    quadrupole: { "*-*": { spline: { knots: 6 } }, "Ni-Ni": strong(-0.13, 0.04) },
  },
}

/** Where LAMMPS keeps the published potentials that come with it. */
const folder = process.env["LAMMPS_POTENTIALS"] ?? "/usr/share/lammps/potentials"
const published = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".adp")) : []

describe.concurrent("angular-dependent potentials run by LAMMPS", () => {
  it.for(Object.keys(cases))("from their tables: %s", async (name) => {
    const spec = resolveSpec({ kind: "adp", cutoff: 5.1, ...cases[name] }, copperNickel)
    const { model, energy, force, stress } = await compareWithLammps(spec)
    expect(model).toMatchObject({ exact: false, warnings: [] })
    expect(energy.largest).toBeLessThan(1e-6)
    expect(force.largest).toBeLessThan(1e-5)
    expect(stress.relative).toBeLessThan(1e-6)
  })

  it.for(published)("as published: %s", async (name) => {
    const spec = { kind: "adp-file", file: name, text: readFileSync(join(folder, name), "utf8") }
    const { model, energy, force, stress } = await compareWithLammps(spec)
    expect(model.exact).toBe(true)
    expect(createPotential(spec).elements.length).toBeGreaterThan(0)
    expect(energy.relative).toBeLessThan(1e-10)
    expect(force.relative).toBeLessThan(1e-10)
    expect(stress.relative).toBeLessThan(1e-8)
  })
})
