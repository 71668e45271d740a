import { parseHTML } from "linkedom"
import { expect, test } from "vitest"
import type { IdentifyRecord } from "../inference/identifiability/identify-record.ts"
import { identifyPage } from "./identify-page.ts"
import type { ReportData } from "./report-data.ts"
import { sourcesSection } from "./sections/information.ts"

const part = { decades: 3, resolution: 1e-31, unfelt: [] }
const without = { eigenvalues: [1.2, 0], rank: 1, decades: 0, resolution: 1e-31 }
const record: IdentifyRecord = {
  ...{ schema: 1, names: ["pair.D", "offset<b>"], rank: 2, scale: "alone", decades: 3.2, condition: 1600, decadesByValue: 5.1 },
  tolerance: 1e-15,
  spectrum: [
    { eigenvalue: 1.8, kind: "stiff", direction: "1.00 pair.D", vector: [1, 0] },
    { eigenvalue: 1.1e-3, kind: "stiff", direction: "1.00 offset<b>", vector: [0, 1] },
  ],
  parts: [
    { ...part, name: "energy", rows: 12, decides: 1.25, bits: 0.5, opens: 1, eigenvalues: [0.4, 2e-4], rank: 2, without },
    {
      ...part,
      name: "forces",
      rows: 90,
      decides: 0.75,
      bits: 6.375,
      opens: 0,
      eigenvalues: [1.2, 0],
      rank: 1,
      unfelt: ["offset<b>"],
      without,
    },
  ],
  open: [{ what: "reference.Cu", kind: "structural", reason: "no energy", decidedBy: "held" }],
  gauges: [],
  parameters: [
    { key: "pair.D", value: 0.3425, unit: "eV", standardError: 0.0012, interval: [0.3401, 0.3449], remark: "" },
    { key: "reference.Cu", value: 0, unit: "eV", standardError: null, interval: [null, null], remark: "held" },
  ],
  strongest: [{ one: "pair.D", other: "offset<b>", correlation: -0.8125 }],
  correlation: [
    [1, -0.8125],
    [-0.8125, 1],
  ],
  remarks: [],
}

test("the page shows what was found: classes, spectra, directions, intervals and correlations", () => {
  const html = identifyPage("Cu <EAM>", ["All is known & said."], record)
  const { document } = parseHTML(html)
  const text = document.body.textContent ?? ""
  for (const shown of ["6.4", "0.3425(12)", "−∞ … ∞", "reference.Cu", "−0.8125", "1.00 pair.D"]) expect(text).toContain(shown)
  // Together, without energies, without forces, correlations.
  expect(document.querySelectorAll("svg[role=img]")).toHaveLength(4)
  expect(html).not.toMatch(/<EAM>|offset<b>|<script|src=|href="(?!#)/)
})

test("a report has the classes, with and without each, and nothing where nothing was free", () => {
  const blank: ReportData = {
    ...{ title: "", summary: [], warnings: [], sets: {}, parity: [], convergence: [], functions: [], parameters: [], coefficients: [] },
    ...{ classes: [], spectrum: [], exports: [], provenance: {} },
  }
  const { document } = parseHTML(`<html><body>${sourcesSection({ ...blank, information: record })}</body></html>`)
  expect(document.querySelectorAll("svg[role=img]")).toHaveLength(3)
  expect(document.body.textContent).toContain("6.4 bits")
  expect(sourcesSection(blank) + sourcesSection({ ...blank, information: { ...record, names: [] } })).toBe("")
})
