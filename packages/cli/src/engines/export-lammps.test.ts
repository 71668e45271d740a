import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createPotential, evaluateStructure, parameterValues, resolveSpec, type Configuration, type Structure } from "@luthier/core"
import { describe, expect, it, onTestFinished } from "vitest"
import { checkLammps } from "./check-lammps.ts"
import { describeCheck, exportLammps } from "./export-lammps.ts"
import { demandLammps } from "./fixtures/agreement.ts"
import { hotStructures } from "./fixtures/structures.ts"
import { runScript } from "./run-lammps.ts"
import { sampleOf } from "./sample.ts"

const statistics = { elements: [29], minimumDistance: { "Cu-Cu": 2.1 }, nearestNeighbour: { "Cu-Cu": 2.45 }, volumePerAtom: 11.6 }
const lennardJones = {
  kind: "pair",
  elements: ["Ne", "Xe"],
  cutoff: 7.1,
  switch: "none",
  pairs: { "*-*": { form: "lennard-jones", parameters: { epsilon: 0.0113, sigma: 2.27 } } },
}
const table = {
  kind: "pair",
  elements: ["Ne", "Xe"],
  cutoff: 6.1,
  switch: { polynomial: 4.8 },
  pairs: { "*-*": { formula: "A*exp(-r/b) - C/r^6", parameters: { A: 2300, b: 0.29, C: 21 } } },
}
const embedded = resolveSpec({ kind: "eam", elements: ["Cu"], cutoff: 5 }, statistics)
const mixed = { kind: "sum", terms: [lennardJones, { kind: "zbl", elements: ["Ne"], inner: 1.1, outer: 2.7 }] }

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "luthier-export-"))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

function configured(structures: readonly Structure[], group = "hot"): readonly Configuration[] {
  const weights = { energy: 1, forces: 1, stress: 1 }
  return structures.map((structure, frame) => ({ structure, group, weights, origin: { file: "hot.xyz", frame } }))
}

describe.concurrent("exported files", () => {
  it.for(Object.entries({ "exact style": lennardJones, table, "embedded atoms": embedded, sum: mixed }))(
    "of %s run as they stand, whatever of the structure repeats, and give our energy",
    async ([, spec], { onTestFinished }) => {
      const lammps = await demandLammps()
      const potential = createPotential(spec)
      const theta = parameterValues(potential.parameters)
      const structures = hotStructures(potential.elements, 2.6)
      for (const structure of [structures[1], structures[4], structures[structures.length - 1]]) {
        const folder = mkdtempSync(join(tmpdir(), "luthier-export-"))
        onTestFinished(() => rmSync(folder, { recursive: true }))
        const { check, written } = await exportLammps(folder, potential, theta, configured([structure]))
        expect(written).toEqual(expect.arrayContaining(["in.lammps", "structure.data", "check.json"]))
        expect(check?.differences.find(({ quantity }) => quantity === "force")?.largest).toBeLessThan(1e-5)
        const printed = /potential energy = (\S+) eV/.exec(await runScript(lammps, folder, "in.lammps"))
        const { energy } = evaluateStructure(potential, theta, structure)
        expect(Math.abs(Number(printed?.[1]) - energy) / Math.abs(energy)).toBeLessThan(check?.exact ? 1e-10 : 1e-7)
      }
    },
  )
})

describe("the check of exported files", () => {
  it("is written beside them, the same each time", async () => {
    await demandLammps()
    const potential = createPotential(lennardJones)
    const folders = [emptyFolder(), emptyFolder()]
    const data = configured(hotStructures(potential.elements, 2.6))
    for (const folder of folders) await exportLammps(folder, potential, parameterValues(potential.parameters), data)
    const [first, second] = folders.map((folder) => readFileSync(join(folder, "check.json"), "utf8"))
    const check = JSON.parse(first)
    expect(check).toMatchObject({ engine: "LAMMPS", exact: true, warnings: [] })
    expect(check.structures).toHaveLength(data.length)
    expect(check.differences.map(({ quantity, unit }: Record<string, string>) => `${quantity} ${unit}`)).toEqual([
      "energy eV/atom",
      "force eV/Å",
      "stress eV/Å³",
    ])
    expect(second).toBe(first)
    expect(readdirSync(folders[0]).sort()).toEqual(["check.json", "in.lammps", "structure.data"])
    await exportLammps(folders[0], potential, parameterValues(potential.parameters), [])
    expect(readdirSync(folders[0])).not.toContain("check.json")
  })

  it("says what LAMMPS said when it refuses", async () => {
    const lammps = await demandLammps()
    const potential = createPotential(lennardJones)
    const wrong = { terms: [{ style: "lj/cute", settings: "5", coefficients: [] }], files: {}, exact: true, warnings: [] }
    const structures = configured(hotStructures(potential.elements, 2.6).slice(0, 1))
    const broken = { ...wrong, terms: [{ ...wrong.terms[0], coefficients: [{ elements: ["Ne", "Ne"] as const, text: "1" }] }] }
    const check = await checkLammps(lammps, broken, potential, parameterValues(potential.parameters), structures)
    expect(check.differences).toEqual([])
    expect(check.refusal).toMatch(/does not run the exported files: ERROR: .*lj\/cute/)
    expect(() => describeCheck(check)).toThrow(/lj\/cute/)
  })

  it("takes of every group, spread over each, and something small of what is large", () => {
    const potential = createPotential(lennardJones)
    const [structure] = hotStructures(potential.elements, 2.6)
    const many = [
      ...configured(
        Array.from({ length: 90 }, () => structure),
        "a",
      ),
      ...configured([structure], "b"),
    ]
    const sample = sampleOf(many)
    expect(sample).toHaveLength(16)
    expect(new Set(sample).size).toBe(16)
    expect(sample.filter(({ group }) => group === "b")).toHaveLength(1)
    const frames = sample.filter(({ group }) => group === "a").map(({ origin }) => origin.frame)
    expect(Math.max(...frames) - Math.min(...frames)).toBeGreaterThan(60)
    const large = { ...structure, numbers: new Int32Array(500).fill(10), positions: new Float64Array(1500) }
    expect(sampleOf(configured([large, { ...large, numbers: new Int32Array(450) }])).map(({ origin }) => origin.frame)).toEqual([1])
  })
})
