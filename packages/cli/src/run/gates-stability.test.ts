import { existsSync, readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { typed } from "../fixtures/typed.ts"
import { neonConfig, neonFolder } from "./fixtures/neon.ts"

const smooth = neonConfig.replace("cutoff: 12", "cutoff: 6.5").replace("switch: none", "switch: { polynomial: 6 }")
const brief = "picoseconds: 0.5, seeds: [5], atoms: 27, melting: 24, temperatures: [1, 2]"

test("a potential that bears to be set in motion is exported", async () => {
  const folder = neonFolder(`${smooth}gates: { stability: { ${brief} } }\n`)
  const { status, stderr: said } = await typed("fit", folder.path("fit.yaml"), "--out", folder.path("run"), "--threads", "1")
  expect(said).toContain("all 9 trials of stability are passed")
  expect(status).toBe(0)
  expect(existsSync(folder.path("run/exports"))).toBe(true)
  const report = JSON.parse(readFileSync(folder.path("run/stability/stability.json"), "utf8"))
  expect(report).toMatchObject({ schema: 1, passed: true, settings: { melting: 24, seeds: [5] }, crystals: [{ name: "fcc Ne" }] })
  expect(new Set(report.trials.map(({ kind }: { kind: string }) => kind)).size).toBe(6)

  const again = await typed("certify", folder.path("run"), "--quick", "--stability", "0.005", "--melting", "24")
  expect(again.stdout).toContain("all 33 trials passed")
  expect(again.status).toBe(0)
})

test("one that does not is kept back, with the structures in which it can be seen", async () => {
  // Heat that no wall of this kind withstands.
  const folder = neonFolder(`${smooth}gates: { stability: { ${brief.replace("melting: 24", "melting: 90000")}, compressions: [] } }\n`)
  const { status, stderr: said } = await typed("fit", folder.path("fit.yaml"), "--out", folder.path("run"), "--threads", "1")
  expect(status).toBe(1)
  const file = /gate: fcc Ne at constant volume, 135000 K, seed 5 failed: .*; structures to label in (\S+\.extxyz)/u.exec(said)?.[1]
  expect(said).toContain("added to data.train")
  expect(existsSync(folder.path("run/exports"))).toBe(false)
  expect(existsSync(folder.path("run/metrics.json"))).toBe(true)
  const checked = await typed("check", folder.path(`run/stability/failures/${file?.split("/").at(-1)}`))
  expect(checked.stdout).toMatch(/failures.* \/ stability +\d+ +\d+ +Ne/u)
})

test("a setting that is none is told at its place", async () => {
  const folder = neonFolder(`${smooth}gates: { stability: { picosecond: 2 } }\n`)
  const { status, stderr: said } = await typed("fit", folder.path("fit.yaml"), "--out", folder.path("run"))
  expect(status).toBe(2)
  expect(said).toMatch(/fit\.yaml:\d+:\d+.*picosecond/u)
})
