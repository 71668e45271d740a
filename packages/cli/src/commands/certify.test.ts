import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { createPotential, lammpsModel, parameterValues } from "@luthier/core"
import { expect, test } from "vitest"
import { typed } from "../fixtures/typed.ts"
import { neon, neonConfig, neonFolder } from "../run/fixtures/neon.ts"

test("a file of another program is certified without data, and what it breaks can be read back", async () => {
  const folder = neonFolder()
  const tabulated = (form: object) => {
    const potential = createPotential({ kind: "pair", elements: ["Ne"], cutoff: 8, pairs: { "Ne-Ne": form }, switch: { polynomial: 6 } })
    return lammpsModel(potential, parameterValues(potential.parameters)).files["Ne.table"]
  }
  writeFileSync(folder.path("good.txt"), tabulated({ form: "lennard-jones", parameters: neon }))
  writeFileSync(folder.path("bad.txt"), tabulated({ formula: "-a*exp(-r/b)", parameters: { a: 0.3, b: 1.3 } }))
  const good = await typed("certify", folder.path("good.txt"), "--out", folder.path("good"), "--quick")
  expect(good).toMatchObject({ status: 0, stderr: "" })
  expect(good.stdout).toContain("all 13 checks passed")
  expect(JSON.parse(readFileSync(folder.path("good/certificate.json"), "utf8"))).toMatchObject({ schema: 1, passed: true, data: {} })
  expect(existsSync(folder.path("good/failures"))).toBe(false)

  const bad = await typed("certify", folder.path("bad.txt"), "--out", folder.path("bad"), "--json", "--quick")
  expect(bad.status).toBe(1)
  const { passed, checks } = JSON.parse(bad.stdout)
  expect(passed).toBe(false)
  const failed = checks.find(({ name }: { name: string }) => name === "short-range")
  expect(failed).toMatchObject({ verdict: "fail", file: "failures/short-range.extxyz" })
  // The structures are data again.
  const read = await typed("check", folder.path("bad/failures/short-range.extxyz"))
  expect(read.stdout).toContain("certificate-short-range")
  expect(readFileSync(folder.path("bad/certificate.html"), "utf8")).toContain("failures/short-range.extxyz")
})

test("a gate keeps a potential from being exported, and says in which structures it failed", async () => {
  // Cut off at 4.6 Å without a switch.
  const folder = neonFolder(`${neonConfig.replace("cutoff: 12", "cutoff: 4.6")}gates: { certificate: true }\n`)
  const { status, stderr } = await typed("fit", folder.path("fit.yaml"), "--out", folder.path("run"), "--threads", "1")
  expect(status).toBe(1)
  expect(stderr).toMatch(/gate: continuity failed: .*failures\/continuity\.extxyz/)
  expect(existsSync(folder.path("run/metrics.json"))).toBe(true)
  expect(existsSync(folder.path("run/exports"))).toBe(false)
  expect(readFileSync(folder.path("run/certificate/failures/continuity.extxyz"), "utf8")).toMatch(/^2\n/)

  const again = await typed("certify", folder.path("run"), "--quick")
  expect(again.status).toBe(1)
  expect(again.stdout).toMatch(/continuity\s+FAIL/)
  const { data } = JSON.parse(readFileSync(folder.path("run/certificate/certificate.json"), "utf8"))
  expect(Object.keys(data)).toHaveLength(1)
})

test("what is no potential is told as such", async () => {
  const folder = neonFolder()
  expect(await typed("certify", folder.path("."))).toMatchObject({ status: 2, stderr: expect.stringContaining("holds no potential.json") })
  expect(await typed("certify", folder.path("nothing.json"))).toMatchObject({ status: 2, stderr: expect.stringContaining("no such file") })
  const potential = createPotential({
    kind: "pair",
    elements: ["Ar"],
    cutoff: 8,
    pairs: { "Ar-Ar": { form: "lennard-jones", parameters: neon } },
  })
  writeFileSync(folder.path("argon.txt"), lammpsModel(potential, parameterValues(potential.parameters)).files["Ar.table"])
  const strange = await typed("certify", folder.path("argon.txt"), "--data", folder.path("train.xyz"))
  expect(strange).toMatchObject({ status: 2, stderr: expect.stringContaining("Ne") })
  expect(await typed("certify", folder.path("train.xyz"))).toMatchObject({ status: 2, stderr: expect.stringContaining("no potential") })
})

test("what would be found out at the end is told at the beginning", async () => {
  const folder = neonFolder()
  const file = fileURLToPath(import.meta.resolve("../../../core/src/potentials/snap/fixtures/linear-Mo.snapcoeff"))
  const blocked = await typed("certify", file, "--out", folder.path("train.xyz"))
  expect(blocked).toMatchObject({ status: 2, stderr: expect.stringContaining("a file is in the way of this folder") })
  const named = await typed("certify", file, "--out", folder.path("out"), "--elements", "Ne")
  expect(named).toMatchObject({ status: 2, stderr: expect.stringContaining("leave --elements out") })
})
