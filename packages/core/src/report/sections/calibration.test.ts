import { parseHTML } from "linkedom"
import { describe, expect, it } from "vitest"
import type { CalibrationRecord } from "../../inference/predictive/calibration-record.ts"
import { calibrationSection } from "./calibration.ts"

const curve = Array.from({ length: 101 }, (_, step) => (step / 100) ** 2)
const within = { "0.5": 0.25, "0.68": 0.4624, "0.9": 0.813, "0.95": 0.9043 }
const record: CalibrationRecord = {
  ...{ property: "force", unit: "meV/Å", count: 4575, structures: 25, rmse: 130.25, coverage: 0.9 },
  methods: [
    { method: "posterior", within, curve, miscalibration: 0.4711, halfWidth: null, worst: null, bins: [] },
    {
      ...{ method: "POPS", within, curve, miscalibration: 0.1249, halfWidth: 145.23, worst: 0.96 },
      bins: [
        { expected: 1e-7, found: 1e-8, count: 40 },
        { expected: 3.1, found: 2.2, count: 4 },
        { expected: 31, found: 22, count: 400 },
        { expected: 310, found: 220, count: 40 },
      ],
    },
  ],
}

describe("the section of error bars", () => {
  const { document } = parseHTML(calibrationSection({ calibration: [{ set: "te<st", records: [record] }] }))

  it("shows the numbers of every method, and what has none", () => {
    const rows = [...document.querySelectorAll("tbody tr")].map((line) => [...line.querySelectorAll("td")].map((cell) => cell.textContent))
    expect(rows).toEqual([
      ["posterior", "25.0 %", "46.2 %", "81.3 %", "90.4 %", "∞", "0.471", "–"],
      ["POPS", "25.0 %", "46.2 %", "81.3 %", "90.4 %", "145", "0.125", "96.0 %"],
    ])
    expect(document.querySelector("caption")?.textContent).toMatch(/^te<st, force: 4575 data of 25 structures, RMSE 130 meV\/Å\. ∞: /u)
  })

  it("draws curves of every method, and of bins those with enough data that are not rounding", () => {
    const [coverage, errors] = [...document.querySelectorAll("svg[role=img]")]
    expect(coverage.querySelectorAll("g[aria-label=line] path")).toHaveLength(3)
    expect(errors.querySelectorAll("g[aria-label=dot] path")).toHaveLength(2)
    expect(document.toString()).not.toContain("NaN")
  })

  it("is not there without data to judge by", () => {
    expect(calibrationSection({})).toBe("")
    expect(calibrationSection({ calibration: [{ set: "test", records: [] }] })).toBe("")
  })
})
