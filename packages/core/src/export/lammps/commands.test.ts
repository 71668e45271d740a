import { describe, expect, it } from "vitest"
import type { LammpsModel } from "../../potentials/lammps-model.ts"
import { inputScript, pairCommands } from "./commands.ts"

const lj = {
  style: "lj/cut",
  settings: "10",
  coefficients: [
    { elements: ["Xe", "Ne"] as const, text: "0.006 3.4 8" },
    { elements: ["Ne", "Ne"] as const, text: "0.003 2.8 6" },
    { elements: ["Xe", "Xe"] as const, text: "0.02 3.9 10" },
  ],
  modify: "shift yes",
}
const neon = { ...lj, coefficients: lj.coefficients.slice(1, 2) }
const eam = { style: "eam/alloy", settings: "", coefficients: [{ among: ["Ne", "Xe"], text: "NeXe.eam.alloy" }] }
const model = (...terms: LammpsModel["terms"]): LammpsModel => ({ terms, files: {}, exact: true, warnings: [] })

describe("pair commands of LAMMPS", () => {
  it("writes one style alone, the lower type first", () => {
    expect(pairCommands(model(lj), ["Ne", "Xe"])).toEqual([
      "pair_style lj/cut 10",
      "pair_coeff 1 2 0.006 3.4 8",
      "pair_coeff 1 1 0.003 2.8 6",
      "pair_coeff 2 2 0.02 3.9 10",
      "pair_modify shift yes",
    ])
  })

  it("leaves out pairs of elements that a structure does not hold", () => {
    expect(pairCommands(model(lj), ["Ne"])).toEqual(["pair_style lj/cut 10", "pair_coeff 1 1 0.003 2.8 6", "pair_modify shift yes"])
  })

  it("overlays styles that meet in a pair, and names them", () => {
    expect(pairCommands(model(lj, eam), ["Ne", "Xe"])).toEqual([
      "pair_style hybrid/overlay lj/cut 10 eam/alloy",
      "pair_coeff 1 2 lj/cut 0.006 3.4 8",
      "pair_coeff 1 1 lj/cut 0.003 2.8 6",
      "pair_coeff 2 2 lj/cut 0.02 3.9 10",
      "pair_coeff * * eam/alloy NeXe.eam.alloy Ne Xe",
      "pair_modify pair lj/cut shift yes",
    ])
  })

  it("shares pairs among styles that do not meet, and says of which pairs nobody knows", () => {
    const born = { style: "born", settings: "8", coefficients: [{ elements: ["Xe", "Xe"] as const, text: "1 2 3 4 5" }] }
    expect(pairCommands(model(neon, born), ["Ne", "Xe"])).toEqual([
      "pair_style hybrid lj/cut 10 born 8",
      "pair_coeff 1 1 lj/cut 0.003 2.8 6",
      "pair_coeff 2 2 born 1 2 3 4 5",
      "pair_coeff 1 2 none",
      "pair_modify pair lj/cut shift yes",
    ])
  })

  it("makes a hybrid of a lone style that does not know all elements", () => {
    expect(pairCommands(model({ ...eam, coefficients: [{ among: ["Ne"], text: "f" }] }), ["Ne", "Xe"])).toEqual([
      "pair_style hybrid eam/alloy",
      "pair_coeff * * eam/alloy f Ne NULL",
      "pair_coeff 1 2 none",
      "pair_coeff 2 2 none",
    ])
  })

  it("numbers terms of one style", () => {
    expect(pairCommands(model(neon, { ...neon, settings: "9" }, eam), ["Ne"])).toEqual([
      "pair_style hybrid/overlay lj/cut 10 lj/cut 9 eam/alloy",
      "pair_coeff 1 1 lj/cut 1 0.003 2.8 6",
      "pair_coeff 1 1 lj/cut 2 0.003 2.8 6",
      "pair_coeff * * eam/alloy NeXe.eam.alloy Ne",
      "pair_modify pair lj/cut 1 shift yes",
      "pair_modify pair lj/cut 2 shift yes",
    ])
  })

  it("gives charges to atoms of any style, none to elements without, and long-range sums their own command", () => {
    const long = { style: "coul/long", settings: "9", coefficients: [{ elements: ["Xe", "Xe"] as const, text: "" }], modify: "table 16" }
    const charged = { ...model(lj, long), charges: { Xe: 0.3 }, kspace: "ewald 1e-8" }
    expect(pairCommands(charged, ["Ne", "Xe"])).toEqual([
      "fix charges all property/atom q ghost yes",
      "set type 1 charge 0",
      "set type 2 charge 0.3",
      "pair_style hybrid/overlay lj/cut 10 coul/long 9",
      "pair_coeff 1 2 lj/cut 0.006 3.4 8",
      "pair_coeff 1 1 lj/cut 0.003 2.8 6",
      "pair_coeff 2 2 lj/cut 0.02 3.9 10",
      "pair_coeff 2 2 coul/long",
      "pair_modify pair lj/cut shift yes",
      "pair_modify pair coul/long table 16",
      "kspace_style ewald 1e-8",
    ])
  })

  it("names the types in the script, and what repeats", () => {
    const script = inputScript(model(lj), ["Ne", "Xe"], "p p f")
    expect(script).toContain("1 = Ne, 2 = Xe")
    expect(script).toContain("\nboundary p p f\n")
  })
})
