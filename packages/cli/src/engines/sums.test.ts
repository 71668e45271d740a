import { resolveSpec } from "@luthier/core"
import { describe, expect, it } from "vitest"
import { compareWithLammps, type Agreement } from "./fixtures/agreement.ts"

const zbl = { kind: "zbl", elements: ["Cu", "Ni"], inner: 1.3, outer: 2.9 }
const morse = {
  kind: "pair",
  elements: ["Cu", "Ni"],
  cutoff: 5.4,
  switch: "shift",
  pairs: {
    "*-*": { form: "morse", parameters: { D: 0.41, alpha: 1.37, r0: 2.63 } },
    "Ni-Ni": { form: "morse", parameters: { D: 0.37, alpha: 1.41, r0: 2.51 }, cutoff: 4.9 },
  },
}
const weak = (elements: readonly string[], cutoff: number, ending: unknown) => ({
  kind: "pair",
  elements,
  cutoff,
  switch: ending,
  pairs: { "*-*": { form: "morse", parameters: { D: 0.11, alpha: 1.9, r0: 2.9 } } },
})
const yukawa = {
  kind: "pair",
  elements: ["Cu"],
  cutoff: 4.6,
  switch: "none",
  pairs: { "*-*": { form: "yukawa", parameters: { A: 3.3, kappa: 0.9 } } },
}
const statistics = {
  elements: [29],
  minimumDistance: { "Cu-Cu": 2.12 },
  nearestNeighbour: { "Cu-Cu": 2.45 },
  volumePerAtom: 11.6,
}
const copper = resolveSpec({ kind: "eam", elements: ["Cu"], cutoff: 5 }, statistics)
const sum = (...terms: readonly unknown[]) => ({ kind: "sum", terms })
const styles = ({ model }: Agreement): readonly string[] => model.terms.map(({ style }) => style)

function expectAgreement({ model, energy, force, stress }: Agreement): void {
  expect(model.exact ? energy.relative : energy.largest).toBeLessThan(model.exact ? 1e-10 : 1e-6)
  expect(model.exact ? force.relative : force.largest).toBeLessThan(model.exact ? 1e-10 : 1e-5)
  expect(stress.relative).toBeLessThan(model.exact ? 1e-7 : 1e-6)
}

describe.concurrent("sums of potentials run by LAMMPS as overlaid styles", () => {
  it("the repulsion of nuclei alone", async () => {
    const agreement = await compareWithLammps(zbl)
    expectAgreement(agreement)
    expect(agreement.model.exact).toBe(true)
  })

  it("the repulsion of nuclei beside a pair potential", async () => {
    const agreement = await compareWithLammps(sum(zbl, morse))
    expectAgreement(agreement)
    expect(agreement.model.exact).toBe(true)
    expect(styles(agreement)).toEqual(["zbl", "morse"])
  })

  it("the repulsion of nuclei of some elements only, whose others know nothing of each other", async () => {
    const agreement = await compareWithLammps(sum({ ...zbl, elements: ["Ni", "Al"] }, yukawa))
    expectAgreement(agreement)
    expect(agreement.model.exact).toBe(true)
  })

  it("two pair potentials of one style, with cutoffs and ends of their own", async () => {
    const agreement = await compareWithLammps(sum(morse, weak(["Ni", "Al"], 4.3, "none"), yukawa))
    expectAgreement(agreement)
    expect(agreement.model.exact).toBe(true)
    expect(styles(agreement)).toEqual(["morse", "morse", "yukawa"])
  })

  it("two potentials that both need tables, among the same elements", async () => {
    const agreement = await compareWithLammps(
      sum(weak(["Cu", "Ni"], 4.3, { polynomial: 3.6 }), { ...morse, switch: { cosine: 4.5 } }, yukawa),
    )
    expectAgreement(agreement)
    expect(styles(agreement)).toEqual(["table", "table", "yukawa"])
    expect(Object.keys(agreement.model.files)).toEqual(["CuNi.table", "term2-CuNi.table"])
  })

  it("embedded atoms, the repulsion of nuclei, and a pair potential with another element", async () => {
    const agreement = await compareWithLammps(sum(copper, zbl, weak(["Cu", "Ni"], 4.4, "shift")))
    expectAgreement(agreement)
    expect(styles(agreement)).toEqual(["eam/alloy", "zbl", "morse"])
  })

  it("two embedded-atom potentials of one element", async () => {
    const other = resolveSpec({ kind: "eam", elements: ["Cu"], cutoff: 4.4, embedding: { "*": { form: "finnis-sinclair" } } }, statistics)
    const agreement = await compareWithLammps(sum(copper, other), { lonePairs: false })
    expectAgreement(agreement)
    expect(Object.keys(agreement.model.files)).toEqual(["Cu.eam.alloy", "term2-Cu.eam.alloy"])
  })

  it("a sum within a sum", async () => {
    expectAgreement(await compareWithLammps(sum(sum(morse, yukawa), sum(weak(["Ni"], 4.3, "none")))))
  })
})
