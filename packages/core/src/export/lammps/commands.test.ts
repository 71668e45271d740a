import { describe, expect, it } from "vitest"
import type { LammpsModel } from "../../potentials/lammps-model.ts"
import { inputScript, pairCommands } from "./commands.ts"

const lj = {
  style: "lj/cut",
  settings: "10",
  coefficients: [
    { elements: ["Xe", "Ne"] as const, text: "0.006 3.4 8" },
    { elements: ["Ne", "Ne"] as const, text: "0.003 2.8 6" },
  ],
  modify: "shift yes",
}
const eam = { style: "eam/alloy", settings: "", coefficients: [{ elements: "all" as const, text: "NeXe.eam.alloy" }] }
const model = (...terms: LammpsModel["terms"]): LammpsModel => ({ terms, files: {}, exact: true })

describe("pair commands of LAMMPS", () => {
  it("writes one style alone, the lower type first", () => {
    expect(pairCommands(model(lj), ["Ne", "Xe"])).toEqual([
      "pair_style lj/cut 10",
      "pair_coeff 1 2 0.006 3.4 8",
      "pair_coeff 1 1 0.003 2.8 6",
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
      "pair_coeff * * eam/alloy NeXe.eam.alloy Ne Xe",
      "pair_modify pair lj/cut shift yes",
    ])
  })

  it("shares pairs among styles that do not meet", () => {
    const born = { style: "born", settings: "8", coefficients: [{ elements: ["Xe", "Xe"] as const, text: "1 2 3 4 5" }] }
    expect(pairCommands(model(lj, born), ["Ne", "Xe"])[0]).toBe("pair_style hybrid lj/cut 10 born 8")
  })

  it("refuses two terms of one style", () => {
    expect(() => pairCommands(model(lj, lj), ["Ne", "Xe"])).toThrow(/same LAMMPS pair style/)
  })

  it("names the types in the script", () => {
    expect(inputScript(model(lj), ["Ne", "Xe"])).toContain("1 = Ne, 2 = Xe")
  })
})
