import { expect, test } from "vitest"
import type { PropertiesRecord, PropertyRecord } from "../properties/suite/record.ts"
import { propertiesPage } from "./properties-page.ts"

function row(key: string, part: string, rest: Partial<PropertyRecord>): PropertyRecord {
  return { key, part, label: key, unit: "GPa", value: 1, standardError: null, reference: null, deviation: null, trouble: null, ...rest }
}

const record: PropertiesRecord = {
  suite: "metal",
  subject: "fcc <Cu>",
  reference: "a paper & more",
  properties: [
    row("C11", "elastic", { value: 168.412, standardError: 0.37, reference: 172, deviation: -2.086 }),
    row("C12", "elastic", { value: 121, reference: 100, deviation: 21 }),
    row("C44", "elastic", { value: 75, reference: 75.5, deviation: -0.662 }),
    row("lost", "phonons", { value: null, trouble: "it is no finite number" }),
  ],
  parts: [
    { name: "elastic", title: "Elastic", remarks: ["a < b"], figures: [] },
    {
      name: "phonons",
      title: "Phonons",
      remarks: [],
      figures: [
        {
          kind: "bands",
          key: "phonons",
          caption: "bands",
          unit: "THz",
          places: [0, 1, 2],
          branches: [[0, -1.2, 3]],
          ticks: [
            { at: 0, label: "Γ" },
            { at: 2, label: "X" },
          ],
          density: { frequencies: [-1, 0, 1, 2], values: [0, 0.2, 0.5, 0.1] },
        },
        {
          kind: "curves",
          key: "curve",
          caption: "a curve",
          x: "x",
          y: "y",
          curves: [
            { name: "one", mark: "line", points: [0, 1, 2].map((x) => ({ x, y: x === 1 ? null : x * x })) },
            { name: "two", mark: "dots", points: [{ x: 1, y: 2 }] },
          ],
        },
      ],
    },
  ],
}

test("a page holds tables, what must be said, and figures; text of others is escaped", () => {
  const page = propertiesPage("t", ["s"], record)
  expect(page).toMatch(/^<!doctype html>/)
  expect(page).toContain("168.41(37)")
  expect(page).toContain("−2.09")
  expect(page).toMatch(/class="far">\+21\.0/)
  expect(page).toContain("a &lt; b")
  expect(page).toContain("a paper &amp; more")
  expect(page).toMatch(/lost[^]*it is no finite number/)
  // Deviations, bands, their density, and a curve.
  expect(page.match(/role="img"/g)?.length).toBe(4)
  expect(page).toContain("imaginary below zero")
  expect(page).not.toMatch(/NaN|undefined|<script/)
})

test("fewer than three references make no figure of deviations, and none make no columns", () => {
  const bare = { ...record, properties: record.properties.map((one) => ({ ...one, reference: null, deviation: null })) }
  const page = propertiesPage("t", [], bare)
  expect(page).not.toContain("Beside reference values")
  expect(page).not.toContain("deviation [%]")
})
