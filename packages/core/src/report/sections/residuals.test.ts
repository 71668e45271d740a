import { parseHTML } from "linkedom"
import { expect, test } from "vitest"
import type { NoiseDiagnosis } from "../../inference/noise/diagnose-noise.ts"
import { residualShape } from "../../inference/noise/shape.ts"
import { normals, seedRandom } from "../../random/random.ts"
import type { ReportData } from "../report-data.ts"
import { residualsSection } from "./residuals.ts"

const blank: ReportData = {
  ...{ title: "", summary: [], warnings: [], sets: {}, parity: [], convergence: [], functions: [], parameters: [], coefficients: [] },
  ...{ classes: [], spectrum: [], exports: [], provenance: {} },
}

function diagnosis(group: string | null, width: number): NoiseDiagnosis {
  const z = new Float64Array(900)
  normals(seedRandom(3), z)
  const bins = [0.2, 0.5, 0.9, 1.6, 3.1].map((magnitude) => ({ magnitude, rms: width * magnitude }))
  return {
    ...{ property: "forces", group, assumed: null, succession: null, left: 1 },
    shape: residualShape(
      z.map((value) => width * value),
      Infinity,
    ),
    trend: { bins, ratio: 15.5, significance: 12 },
  }
}

test("residuals are drawn, tabled by group, and said in words", () => {
  const html = residualsSection({ ...blank, noise: [diagnosis(null, 1.7), diagnosis("A<b>", 1.7)] })
  const { document } = parseHTML(`<html><body>${html}</body></html>`)
  expect(document.querySelectorAll("svg[role=img]")).toHaveLength(2)
  expect(document.querySelectorAll("tbody tr, table tr").length).toBeGreaterThanOrEqual(3)
  const said = [...document.querySelectorAll("li")].map(({ textContent }) => textContent)
  expect(said[0]).toMatch(/forces: residuals are 1\.\d+ times what their σ says/)
  expect(said[1]).toMatch(/forces: residuals grow with the force/)
  expect(html).not.toContain("A<b>")
})

test("there is no such part without a diagnosis", () => expect(residualsSection(blank)).toBe(""))
