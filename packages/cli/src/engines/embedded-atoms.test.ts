import { resolveSpec } from "@luthier/core"
import { describe, expect, it } from "vitest"
import { compareWithLammps } from "./fixtures/agreement.ts"
import { copperNickel } from "./fixtures/copper-nickel.ts"

const morse = { form: "morse", parameters: { D: 0.23, alpha: 1.71, r0: 2.61 } }
const forms = {
  pair: { "*-*": { form: "born-mayer" }, "Ni-Cu": morse },
  density: { "*": { form: "exponential" }, Ni: { formula: "exp(-b*(r - 2.5))/9", parameters: { b: 1.9 } } },
  embedding: { "*": { form: "finnis-sinclair" }, Ni: { formula: "-E*rho^0.5 + c*rho^2", parameters: { E: 1.7, c: 0.11 } } },
}
const alone = {
  pair: { "*-*": morse },
  density: { "*": { form: "hydrogenic" } },
  embedding: { "*": { form: "polynomial", parameters: { c1: -1.3, c2: 0.41, c3: 0.2, c4: -0.05 } } },
}

const cases: Readonly<Record<string, object>> = {
  "one element, splines": { elements: ["Cu"] },
  "one element, forms": { elements: ["Cu"], ...alone },
  "two elements, splines": { elements: ["Cu", "Ni"] },
  "two elements, forms and formulas": { elements: ["Ni", "Cu"], ...forms },
  "one element, fs": { style: "fs", elements: ["Cu"], ...alone, density: { "*-*": { form: "gaussian" } } },
  "two elements, fs, splines": { style: "fs", elements: ["Ni", "Cu"] },
  "two elements, fs, forms": {
    style: "fs",
    elements: ["Cu", "Ni"],
    pair: forms.pair,
    density: { "*-*": { form: "exponential" }, "Ni-Cu": { form: "power" }, "Cu-Ni": { form: "zhou" } },
    embedding: forms.embedding,
  },
}

describe.concurrent("embedded-atom potentials run by LAMMPS from their tables", () => {
  it.for(Object.keys(cases))("%s", async (name) => {
    const spec = resolveSpec({ kind: "eam", cutoff: 5.1, ...cases[name] }, copperNickel)
    // No table follows √ρ down to zero: what LAMMPS makes of pairs near the cutoff is told as a warning.
    const steep = /forms( and formulas)?$/.test(name) && name.startsWith("two")
    const { model, energy, force, stress } = await compareWithLammps(spec, { lonePairs: !steep })
    expect(model).toMatchObject({ exact: false, warnings: steep ? [expect.stringMatching(/almost no neighbours/)] : [] })
    expect(energy.largest).toBeLessThan(1e-6)
    expect(force.largest).toBeLessThan(1e-5)
    expect(stress.relative).toBeLessThan(1e-6)
  })

  it("a table read back is computed as LAMMPS does, to the last digits", async () => {
    const spec = resolveSpec({ kind: "eam", cutoff: 5.1, ...cases["two elements, fs, splines"] }, copperNickel)
    const { model } = await compareWithLammps(spec)
    const [[file, text]] = Object.entries(model.files)
    const again = await compareWithLammps({ kind: "setfl", file, text })
    expect(again.model).toMatchObject({ exact: true, files: { [file]: text } })
    expect(again.energy.relative).toBeLessThan(1e-10)
    expect(again.force.relative).toBeLessThan(1e-10)
    expect(again.stress.relative).toBeLessThan(1e-7)
  })
})
