import { resolveSpec } from "@luthier/core"
import { describe, expect, it } from "vitest"
import { compareWithLammps } from "./fixtures/agreement.ts"
import { copperNickel } from "./fixtures/copper-nickel.ts"

describe.concurrent("many-body potentials of two elements run by LAMMPS", () => {
  it.for([
    { kind: "stillinger-weber" },
    { kind: "tersoff" },
    { kind: "tersoff", form: "tersoff/mod" },
    { kind: "tersoff", form: "tersoff/mod/c", pairs: { "Cu-Cu": { c0: -0.1 } } },
    { kind: "tersoff", form: "tersoff/zbl", angleCutoffs: { "Ni-Cu-Ni": { R: 2.9 } } },
    { kind: "edip" },
  ])("%j", async (given) => {
    const { model, energy, force, stress } = await compareWithLammps(resolveSpec(given, copperNickel), { lonePairs: false })
    expect(model).toMatchObject({ exact: true, warnings: [] })
    expect(energy.relative).toBeLessThan(1e-10)
    expect(force.relative).toBeLessThan(1e-10)
    expect(stress.relative).toBeLessThan(1e-7)
  })
})
