import { parseHTML } from "linkedom"
import { describe, expect, it } from "vitest"
import type { ErrorTable } from "../observables/errors.ts"
import { functionFigure } from "./figures/function-curve.ts"
import type { LinearRecord } from "./linear-data.ts"
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
      error: { unit: "meV/atom", factor: 1000 },
      rmse: 12.9,
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
  coefficients: [],
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

  it("draws parity and what is left of it, function, histogram, spectrum and convergence", () => {
    expect(document.querySelectorAll("svg[role=img]").length).toBe(6)
  })

  it("says what was kept from the fit, and what was not fitted", () => {
    const text = document.body.textContent ?? ""
    expect(text).toContain("Energies were not fitted")
    expect(text).toContain("nothing here says how large errors are on data that were not fitted")
    const both = reportPage({ ...data, sets: { train: data.sets.test, test: data.sets.test }, classes: [] })
    expect(both).not.toMatch(/were not fitted: their|nothing here says/)
  })

  it("leads to each of its parts, which are numbered on paper too", () => {
    const targets = Array.from(document.querySelectorAll("nav a"), (link) => link.getAttribute("href") ?? "")
    expect(targets.length).toBeGreaterThan(5)
    for (const target of targets) expect(document.querySelectorAll(`section[id="${target.slice(1)}"]`)).toHaveLength(1)
  })

  it("escapes names from files and makes no request", () => {
    expect(html).not.toContain("<EAM>")
    expect(html).not.toContain("<12 meV")
    expect(html).not.toMatch(/<script|src=|href="(?!#)|url\((?!#)|@import/)
  })
})

describe("report page of a linear fit", () => {
  const properties = [
    { name: "energy", unit: "meV/atom" },
    { name: "force", unit: "meV/Å" },
  ]
  const table = (energy: number, force: number): ErrorTable => {
    const own = { energy: { ...summary, rmse: energy }, force: { ...summary, rmse: force, unit: "meV/Å" }, stress: errors.stress }
    return { all: own, groups: { "Sur<face": own } }
  }
  const linear: LinearRecord = {
    unknowns: 740,
    effectiveParameters: 213.7,
    logEvidence: -812.5,
    balanced: false,
    degrees: [{ name: "forces", value: 4.37 }],
    penalties: [
      { name: "smooth<ness", value: 4e-4, origin: "estimated", interval: [1.5e-4, 9e-4] },
      { name: "priors", value: 1, origin: "given" },
    ],
    expectations: {
      of: [
        { name: "compressed <crystals>", rows: 114, found: 0, short: 3, cost: 0.25 },
        { name: "disordered matter", rows: 40, found: 12, short: 0, cost: 0 },
      ],
      ...{ price: 7.125, rounds: 4 },
    },
    folds: 5,
    training: table(3.21, 61.2),
    heldOut: table(4.56, 78.9),
    properties,
    balances: [0.1, 1, 10].map((ratio, k) => ({ ratio, training: [4 - k, 55 + 6 * k], heldOut: [5 - 0.4 * k, 75 + 4 * k] })),
    penaltyCurves: [{ name: "smooth<ness", points: [0.1, 1, 10].map((factor, k) => ({ factor, heldOut: [4.7 - 0.1 * k, 80] })) }],
    learning: [60, 120, 180].map((configurations, k) => ({ configurations, training: [2 + k, 50 + k], heldOut: [9 - k, 90 - k] })),
    comparison: { axis: "terms", logarithmic: false, criterion: "BIC", points: [3, 4, 5].map((at) => ({ at, criterion: (at - 4) ** 2 })) },
  }
  const parameters = Array.from({ length: 700 }, (_, k) => ({ key: `ace.Cu.${k}`, value: 1 / (k + 1), unit: "eV", remark: "" }))
  const coefficients = [1, 2, 2].map((order, k) => ({ order, degree: k + 2, unit: "eV", value: 0.3 / (k + 1), standardError: 0.07 }))
  const html = reportPage({ ...data, linear, parameters, coefficients })
  const { document } = parseHTML(html)
  const drawn = new Set(Array.from(document.querySelectorAll("svg[role=img]"), (figure) => figure.getAttribute("aria-label")))

  it("draws what was chosen among what else there was", () => {
    for (const label of [
      "errors of energy against errors of force",
      "errors against the weight of energies",
      "errors against strengths of penalties",
      "BIC against terms",
      "errors of energy against the number of configurations",
      "errors of force against the number of configurations",
      "coefficients by order and degree",
    ]) {
      expect(drawn).toContain(label)
    }
    expect(html).not.toMatch(/NaN|Infinity|undefined/)
  })

  it("tells errors held out beside those of training, strengths with intervals, and what the data decide", () => {
    const text = document.body.textContent ?? ""
    for (const shown of [
      "4.56",
      "78.9",
      "3.21",
      "0.000400",
      "0.000150 – 0.000900",
      "213.7 of 740",
      "4.37 of forces",
      "50 largest of 700",
    ]) {
      expect(text).toContain(shown)
    }
    expect(text).not.toContain("ace.Cu.61")
    expect(html).not.toContain("<ness")
  })

  it("tells what is expected at least, and what holds it up", () => {
    const text = document.body.textContent ?? ""
    expect(text).toContain("compressed <crystals>114030.250")
    expect(text).toContain("Held up by 3 of 114 rows")
    expect(text).toContain("7.13 in ln likelihood")
  })

  it("draws no figure without its data", () => {
    const bare = reportPage({
      ...data,
      linear: { ...linear, heldOut: null, balances: [], penaltyCurves: [], learning: [], comparison: null },
    })
    for (const title of ["What was chosen", "Learning curve", "cross-validation", "Coefficients by"]) expect(bare).not.toContain(title)
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
    expect(formatWithError(2, undefined)).toBe("2")
    expect(formatWithError(-2.5e-9, Number.POSITIVE_INFINITY)).toBe("−2.50000·10<sup>−9</sup>")
  })
})
