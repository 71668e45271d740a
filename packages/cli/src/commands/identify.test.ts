import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { expect, test } from "vitest"
import { neonConfig, neonDimers, neonFolder } from "../run/fixtures/neon.ts"
import { typed } from "../fixtures/typed.ts"

interface Part {
  readonly name: string
  readonly decides: number
}

const decided = ({ parts }: { readonly parts: readonly Part[] }): number => parts.reduce((sum, { decides }) => sum + decides, 0)

/** Fits the config to dimers with a little noise, and identifies what came of it. */
async function identified(config: string, ...options: readonly string[]) {
  const folder = neonFolder(config.replace("objective:", "export: { lammps: false }\nobjective:"))
  writeFileSync(folder.path("train.xyz"), neonDimers([2.5, 2.6, 2.75, 2.9, 3.1, 3.4, 3.8, 4.5], 1e-4))
  const fitted = await typed("fit", folder.path("fit.yaml"), "--out", folder.path("run"), "--threads", "1")
  expect(fitted).toMatchObject({ status: 0 })
  const said = await typed("identify", folder.path("run"), ...options)
  expect(said).toMatchObject({ status: 0, stderr: "" })
  return { folder, said: said.stdout, record: JSON.parse(readFileSync(folder.path("run/identify.json"), "utf8")) }
}

test("identify says what each property adds, as numbers and as a page; by group and in other units if asked", async () => {
  const { folder, record, said } = await identified(neonConfig)
  expect(record).toMatchObject({ schema: 1, rank: 2, scale: "alone", names: ["pair.Ne-Ne.epsilon", "pair.Ne-Ne.sigma"], open: [] })
  expect(record.parts.map(({ name }: Part) => name)).toEqual(["energy", "forces"])
  expect(decided(record)).toBeCloseTo(2, 10)
  expect(said).toContain("All 2 parameters are determined")
  expect(said).toMatch(/forces: [\d.]+ bits beyond what all else says/)
  const page = readFileSync(folder.path("run/identify.html"), "utf8")
  expect(page).toContain("Eigenvalues of the Fisher information")
  expect(page).not.toMatch(/<script|src=|href=/)

  const byGroup = JSON.parse((await typed("identify", folder.path("run"), "--by", "group", "--units", "value", "--json")).stdout)
  expect(byGroup.scale).toBe("value")
  expect(byGroup.decades).toBe(record.decadesByValue)
  expect(byGroup.parts.map(({ name }: Part) => name).sort()).toEqual(["energy/even", "energy/odd", "forces/even", "forces/odd"])
  expect(decided(byGroup)).toBeCloseTo(2, 8)
  // What was fitted does not depend on how it is looked at.
  expect(byGroup.parameters).toEqual(record.parameters)

  // A run that is written anew leaves nothing behind of the one before.
  expect((await typed("fit", folder.path("fit.yaml"), "--out", folder.path("run"), "--threads", "1", "--force")).status).toBe(0)
  expect(["run/identify.json", "run/identify.html"].map((file) => existsSync(folder.path(file)))).toEqual([false, false])
})

test("an offset of energies beside forces alone is unidentifiable by name, without end, and the fit ends", async () => {
  const { record, said } = await identified(neonConfig.replace("references: none", "references: none, offset: fit, energy: false"))
  expect(record.open).toMatchObject([{ what: "offset.energy", kind: "structural", decidedBy: "held" }])
  expect(record.parameters.find(({ key }: { key: string }) => key === "offset.energy")).toMatchObject({
    standardError: null,
    interval: [null, null],
  })
  expect(said).toMatch(/offset\.energy is structurally unidentifiable: no configuration has an energy; .*its interval has no end/)
  expect(said).toMatch(/offset\.energy +0 +∞/)
  expect(record.parameters[0].standardError).toBeGreaterThan(0)
})

test("targets are a class of their own, beside energies", async () => {
  const dimer =
    "targets:\n  - dimer: [Ne, Ne]\n    energies:\n      - { distance: 3.3, energy: -0.0028 eV ± 1e-5 }\nreport: { tradeOff: [] }\n"
  const { record, said } = await identified(`${neonConfig.replace("references: none", "references: none, forces: false")}${dimer}`)
  expect(record.parts.map(({ name }: Part) => name)).toEqual(["energy", "targets"])
  expect(record.parts[1]).toMatchObject({ rank: 1, opens: 0 })
  expect(record.parts[1].bits).toBeGreaterThan(0)
  expect(decided(record)).toBeCloseTo(2, 8)
  expect(said).toMatch(/targets: [\d.]+ bits beyond what all else says/)
})

test("identify says what is wrong with a folder", async () => {
  const folder = neonFolder()
  mkdirSync(folder.path("empty"))
  const cases: readonly (readonly [string, RegExp])[] = [
    ["empty", /empty {2}this is no folder of a run/],
    ["none", /none {2}this is no folder of a run/],
  ]
  for (const [name, said] of cases) {
    const { status, stdout, stderr } = await typed("identify", folder.path(name))
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" })
    expect(stderr).toMatch(said)
  }
  expect((await typed("fit", folder.path("fit.yaml"), "--out", folder.path("run"), "--threads", "1")).status).toBe(0)
  rmSync(folder.path("run/posterior.json"))
  expect((await typed("identify", folder.path("run"))).stderr).toMatch(/posterior\.json is missing {2}write it with luthier report/)
})
