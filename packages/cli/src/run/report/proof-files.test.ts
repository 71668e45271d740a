import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { expect, test } from "vitest"
import { typed } from "../../fixtures/typed.ts"
import { neonConfig, neonFolder } from "../fixtures/neon.ts"
import { readProofs } from "./proof-files.ts"

const smooth = neonConfig.replace("cutoff: 12", "cutoff: 6.5").replace("switch: none", "switch: { polynomial: 6 }")
const hot = "picoseconds: 0.05, seeds: [5], atoms: 27, melting: 90000, temperatures: [1], compressions: []"

test("a report holds what gates, certificates and properties left in its folder, and says what was refused", async () => {
  const folder = neonFolder(`${smooth}gates: { stability: { ${hot} } }\n`)
  const run = folder.path("run")
  const fitted = await typed("fit", folder.path("fit.yaml"), "--out", run, "--threads", "1")
  expect(fitted.status).toBe(1)
  const page = (): string => readFileSync(folder.path("run/report.html"), "utf8")
  expect(page()).toMatch(/Before you use it.*Nothing was exported, as gates were failed: fcc Ne/u)
  expect(page()).toMatch(/✗ 0 of 1/u)
  expect(page()).toMatch(/stability\/failures\/[^<]*\.extxyz/u)
  expect(page()).not.toContain("Laws that every potential must obey")

  await typed("certify", run, "--quick")
  await typed("properties", run, "--suite", "metal", "--crystal", "fcc:Ne", "--only", "crystal,equation-of-state")
  const { certificate, stability, properties, unread } = await readProofs(run)
  expect(unread).toEqual([])
  expect(certificate?.checks.length).toBeGreaterThan(10)
  expect(stability.map(({ settings }) => settings.melting)).toEqual([90000])
  expect(properties.map(({ subject, parts }) => [subject, parts.length])).toEqual([["fcc Ne", 2]])

  const again = await typed("report", run)
  expect(again.stdout).toContain("report.html")
  for (const title of ["Laws that every potential must obey", "Properties of fcc Ne: metal", "Matter in motion, 0.05 ps a trial"])
    expect(page()).toContain(`<h2>${title}</h2>`)
  expect(page()).not.toMatch(/NaN|undefined|>null</u)
})

test("a file that is none is named, and left out", async () => {
  const folder = neonFolder(smooth)
  for (const name of ["certificate", "properties"]) mkdirSync(folder.path(name))
  writeFileSync(folder.path("certificate/certificate.json"), '{ "passed": true }')
  writeFileSync(folder.path("properties/properties.json"), "{")
  const { certificate, properties, unread } = await readProofs(folder.path("."))
  expect(certificate).toBeUndefined()
  expect(properties).toEqual([])
  expect(unread).toHaveLength(2)
  expect(unread[0]).toContain("certificate.json is none that this version reads")
})
