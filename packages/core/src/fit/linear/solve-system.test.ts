import { describe, expect, it } from "vitest"
import { residualSquaredAfter } from "../../linalg/triangle/measures.ts"
import { solutionsWithoutFold } from "../../solve/linear/cross-validation/solutions-without-fold.ts"
import { curvaturePenalty, ridgePenalty, syntheticSystem } from "../../solve/linear/fixtures/synthetic-system.ts"
import type { LinearSystem } from "../../solve/linear/system.ts"
import { solveByBayes } from "./solve-system.ts"

const truth = Float64Array.from({ length: 40 }, (_, k) => 3 * Math.cos(k / 4))
const classes = [
  { name: "energy", rows: 12, sigma: 0.02, size: 0.4 },
  { name: "force", rows: 45, sigma: 0.3, size: 2 },
]
const smooth = curvaturePenalty("smooth", 0, 39, { origin: "estimated", start: 1 })
const given = ridgePenalty("known", [3, 20], { origin: "given", start: 0.4 }, -2)
const held = { criterion: "cross-validation" as const }

/** Mean square of errors on what is held out, over σ². */
function heldOut(system: LinearSystem, sigmas: Float64Array, alphas: Float64Array): number {
  const without = solutionsWithoutFold(system, sigmas, alphas, truth)
  let [square, rows] = [0, 0]
  for (const { folds, pool } of system.components) {
    folds.forEach((triangle, fold) => {
      square += residualSquaredAfter(triangle, without[fold]) / sigmas[pool] ** 2
      rows += triangle.rows
    })
  }
  return square / rows
}

describe("σ of few data that cross-validation weighs", () => {
  it("are as large as errors on what is held out, where a penalty of given strength is held against them", () => {
    for (const seed of [3, 4]) {
      const { system } = syntheticSystem(seed, truth, classes, { folds: 5, penalties: [smooth, given] })
      const { sigmas, alphas } = solveByBayes(system, held)
      const [own, strengths] = [sigmas, alphas].map((all) => Float64Array.from(all, ({ value }) => value))
      expect(strengths[1]).toBe(0.4)
      // The given strength weighs as it did before σ were scaled.
      expect(Math.abs(heldOut(system, own, strengths) - 1)).toBeLessThan(0.05)
    }
  })

  it("stay where they are given", () => {
    const { system } = syntheticSystem(5, truth, classes, { folds: 5, penalties: [smooth, given] })
    const sigmas = system.sigmas.map((sigma, p) => ({ ...sigma, origin: "given" as const, start: classes[p].sigma }))
    const found = solveByBayes({ ...system, sigmas }, held)
    found.sigmas.forEach(({ value }, p) => expect(value).toBeCloseTo(classes[p].sigma, 12))
  })
})
