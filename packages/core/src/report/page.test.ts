import { parseHTML } from "linkedom"
import { describe, expect, it } from "vitest"
import { functionFigure } from "./figures/function-curve.ts"
import { reportPage } from "./page.ts"
import type { ReportData } from "./report-data.ts"
import { formatNumber, formatWithError } from "./text.ts"

const summary = { count: 3, rmse: 4.25, mae: 3.5, max: 9.75, unit: "meV/atom" }
const errors = { energy: summary, force: { ...summary, count: 0, unit: "meV/Å" }, stress: { ...summary, count: 0, unit: "GPa" } }
const data: ReportData = {
  title: "Copper <EAM>",
  summary: ["Fitted 31 parameters to 262 structures."],
  warnings: ["The form leaves <12 meV/atom & more>."],
  sets: { test: { all: errors, groups: { "Sur<face": errors } } },
  parity: [
    {
      set: "test",
      property: "energy",
      unit: "eV/atom",
      total: 3,
      points: [-3.5, -3.6, -3.7].map((reference, i) => ({ group: i > 1 ? "B" : "A", reference, prediction: reference + 0.01 * i })),
    },
  ],
  convergence: [5, 2, 1.5].map((cost, iteration) => ({ iteration, cost, stage: "polish" })),
  functions: [
    {
      name: "pair.Cu-Cu",
      xLabel: "r [Å]",
      yLabel: "φ [eV]",
      x: [1, 2, 3],
      y: [50, -0.4, 0],
      sigma: [1, 0.02, 0],
      support: [
        { from: 1, to: 2, count: 0 },
        { from: 2, to: 3, count: 17 },
      ],
    },
  ],
  parameters: [{ key: "pair.Cu-Cu.D", value: 0.342581, unit: "eV", standardError: 0.0012, remark: "at its lower bound" }],
  classes: [{ property: "force", group: "all", count: 3, sigma: 0.05, unit: "eV/Å", origin: "given" }],
  spectrum: [
    { value: 1e6, direction: "pair.Cu-Cu.D" },
    { value: 1e-3, direction: "density.Cu.b" },
  ],
  exports: [{ engine: "LAMMPS", quantity: "force", difference: 3e-11, unit: "eV/Å" }],
  provenance: { seed: "1" },
}

describe("report page", () => {
  const html = reportPage(data)
  const { document } = parseHTML(html)

  it("shows every number it was given", () => {
    const text = document.body.textContent ?? ""
    for (const shown of ["4.25", "9.75", "0.3426(12)", "at its lower bound", "3.0·10−11", "Fitted 31 parameters"])
      expect(text).toContain(shown)
  })

  it("draws one figure for parity, function, histogram, spectrum and convergence", () => {
    expect(document.querySelectorAll("svg[role=img]").length).toBe(5)
  })

  it("escapes names from files and makes no request", () => {
    expect(html).not.toContain("<EAM>")
    expect(html).not.toContain("<12 meV")
    expect(html).not.toMatch(/<script|src=|href=|url\((?!#)|@import/)
  })
})

describe("a function", () => {
  const [curve] = data.functions
  const labels = (changed: Partial<typeof curve>) => {
    const page = parseHTML(functionFigure({ ...curve, ...changed })).document
    return Array.from(page.querySelectorAll("[aria-label='y-axis tick label'] text"), ({ textContent }) => textContent)
  }

  it("that no datum feels is drawn without support, up to where it is finite", () => {
    const support = curve.support.map((bin) => ({ ...bin, count: 0 }))
    const figure = functionFigure({ ...curve, y: [Infinity, -0.4, 0], support })
    expect(figure).toContain("none in the data")
    expect(figure).not.toMatch(/NaN|Infinity/)
  })

  it("with a range is drawn at the scale of its well", () => {
    const support = [{ from: 1, to: 3, count: 17 }]
    expect(labels({ support })).toContain("50")
    expect(labels({ support, range: [-0.4, 2] })).toContain("2.0")
    expect(labels({ support, range: [-0.4, 2] })).not.toContain("50")
  })
})

describe("numbers in text", () => {
  it("keeps significant digits", () => {
    expect(formatNumber(0.0123456, 3)).toBe("0.0123")
    expect(formatNumber(123456, 3)).toBe("123000")
    expect(formatNumber(-2.5e-7, 2)).toBe("−2.5·10<sup>−7</sup>")
    expect(formatNumber(Number.NaN)).toBe("–")
  })

  it("puts the standard error behind the last digits", () => {
    expect(formatWithError(-1.23456, 0.034)).toBe("−1.235(34)")
    expect(formatWithError(2, undefined)).toBe("2.00000")
    expect(formatWithError(2, Number.POSITIVE_INFINITY)).toBe("2.00000")
  })
})
