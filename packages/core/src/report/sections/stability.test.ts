import { parseHTML } from "linkedom"
import { expect, it } from "vitest"
import { stabilitySchema } from "../../stability/schema.ts"
import type { StabilityRecord, TrialRecord } from "../proof-data.ts"
import { stabilityPage } from "../stability-page.ts"
import { stabilitySection } from "./stability.ts"

const trial = (seed: number, own: Partial<TrialRecord> = {}): TrialRecord => ({
  ...{ kind: "constant volume", name: `fcc Cu<> at constant volume, 2037 K, seed ${seed}`, passed: true, reason: null, atoms: 108 },
  ...{ temperature: 2037, seed, timestep: 1.99, picoseconds: 1, drift: -3e-4, depth: 0.2, mean: 2010.4, shortest: 2.0444, swelling: 1 },
  ...own,
})
const record: StabilityRecord = {
  passed: false,
  settings: stabilitySchema.parse({ seeds: [1, 2], picoseconds: 1 }),
  crystals: [{ name: "fcc Cu", volume: 11.81, binding: 3.49, melting: 1358 }],
  trials: [
    trial(1),
    trial(2, { mean: 2051.6, drift: 4e-4, shortest: 1.9871 }),
    trial(1, { name: "surface of fcc Cu, 1358 K, seed 1", drift: null, mean: null, swelling: null }),
    trial(2, {
      name: "surface of fcc Cu, 1358 K, seed 2",
      ...{ passed: false, reason: "atom 7 is lost & gone", swelling: null, depth: null, shortest: null, file: "failures/surface.extxyz" },
    }),
  ],
  notices: [],
}

it("one row tells of all seeds of a trial, and failures why and where", () => {
  const { document } = parseHTML(stabilitySection({ stability: [record] }))
  const rows = [...document.querySelectorAll("tbody tr")].map((line) => [...line.querySelectorAll("td")].map((cell) => cell.textContent))
  expect(rows).toEqual([
    ["fcc Cu<> at constant volume, 2037 K", "✓ 2 of 2", "108", "1.99", "1.0", "2010 … 2052", "0.40", "1.99", "fixed"],
    ["surface of fcc Cu, 1358 K", "✗ 1 of 2", "108", "1.99", "1.0", "2010", "−0.30", "2.04", "–"],
  ])
  const text = document.querySelector("section")?.textContent ?? ""
  for (const said of ["1 of 4 trials failed", "seeds 1, 2", "taken to melt at 1358 K", "atom 7 is lost & gone (failures/surface.extxyz)"])
    expect(text).toContain(said)
  expect(text).not.toMatch(/NaN|undefined|null/)
})

it("a page of its own says the same", () => {
  const html = stabilityPage("Cu: <eam>", ["Made."], record)
  expect(html).toMatch(/^<!doctype html>/u)
  expect(html).toContain(stabilitySection({ stability: [record] }))
  expect(html).not.toMatch(/<eam>|<script|src=/u)
})

it("where nothing could be set in motion no table is drawn", () => {
  const html = stabilitySection({ stability: [{ ...record, passed: true, trials: [], crystals: [], notices: ["no crystal holds"] }] })
  expect(html).toContain("no crystal holds")
  expect(html).toContain("Nothing could be tried")
  expect(html).not.toContain("<table")
  expect(stabilitySection({})).toBe("")
})
