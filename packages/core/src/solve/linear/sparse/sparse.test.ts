import { describe, expect, it } from "vitest"
import { selectColumns } from "../../../linalg/triangle/change-columns.ts"
import { residualSquaredAfter } from "../../../linalg/triangle/measures.ts"
import { curvaturePenalty, ridgePenalty, syntheticSystem } from "../fixtures/synthetic-system.ts"
import { solveLinear } from "../solve-linear.ts"
import { stackSystem } from "../stack-system.ts"
import { lassoPath, largestLambda } from "./lasso-path.ts"
import { matchingPursuit } from "./matching-pursuit.ts"
import { solveSparse } from "./solve-sparse.ts"
import { sparseForms } from "./sparse-form.ts"

const n = 24
const support = [2, 7, 11, 20]
const truth = Float64Array.from({ length: n }, (_, k) => (support.includes(k) ? [3, -2, 1.5, -4][support.indexOf(k)] : 0))
const classes = [
  { name: "energy", rows: 30, sigma: 0.05, size: 0.4 },
  { name: "force", rows: 120, sigma: 0.3, size: 2 },
]
const penalties = [
  ridgePenalty("ridge", [...truth.keys()], { origin: "given", start: 0.01 }),
  curvaturePenalty("smooth", 3, 9, { origin: "given", start: 1e-4 }),
]
const { system } = syntheticSystem(41, truth, classes, { folds: 5, penalties, start: 0.2 })
const stacked = stackSystem(system, Float64Array.of(0.2, 0.2), Float64Array.of(0.01, 1e-4))

describe("matchingPursuit", () => {
  it("adds the column that helps most, and refits all of them", () => {
    const { total, scale } = sparseForms(system, false)
    const models = matchingPursuit(total, [5], 8)
    expect(models[0].columns).toEqual([5])
    models.slice(0, -1).forEach(({ columns, values, square }, i) => {
      const fit = solveLinear(selectColumns(stacked, columns))
      expect(square / fit.stats.residualSquared).toBeCloseTo(1, 8)
      columns.forEach((k, at) => expect(values[at] * scale[k]).toBeCloseTo(fit.value[at], 9))
      for (let k = 0; k < n; k++) {
        if (columns.includes(k)) continue
        const other = solveLinear(selectColumns(stacked, [...columns, k])).stats.residualSquared
        expect(other).toBeGreaterThanOrEqual(models[i + 1].square * (1 - 1e-9))
      }
    })
  })
})

describe("lassoPath", () => {
  it("meets the optimality conditions along the path", () => {
    const { total } = sparseForms(system, false)
    const top = largestLambda(total, [0])
    const models = lassoPath(total, [0], [1.001 * top, 0.999 * top, 0.3 * top, 0.01 * top, 1e-4 * top])
    expect(models[0].columns).toEqual([0])
    expect(models[1].columns.length).toBe(2)
    for (const { lambda, columns, values } of models) {
      const slope = total.vector.slice()
      columns.forEach((k, at) => slope.forEach((_, j) => (slope[j] += values[at] * total.matrix[k * n + j])))
      slope.forEach((value, k) => {
        const at = columns.indexOf(k)
        const expected = k === 0 ? 0 : at >= 0 ? -lambda * Math.sign(values[at]) : null
        if (expected === null) expect(Math.abs(value)).toBeLessThan(lambda * (1 + 1e-9))
        else expect(Math.abs(value - expected)).toBeLessThan(1e-5 * top)
      })
    }
  })
})

describe("solveSparse", () => {
  it("finds the columns that the data were made of", () => {
    for (const criterion of ["cross-validation", "bic", "aicc", { terms: 4 }] as const) {
      const { value, stats } = solveSparse(system, { method: "matching-pursuit", criterion })
      for (const k of support) expect(stats.columns).toContain(k)
      expect(stats.columns.length).toBeLessThan(10)
      if (typeof criterion !== "string") expect(stats.columns).toEqual(support)
      for (const k of support) expect(Math.abs(value[k] - truth[k])).toBeLessThan(0.1)
    }
    for (const refit of [false, true]) {
      const { value, stats } = solveSparse(system, { method: "lasso", refit })
      for (const k of support) expect(stats.columns).toContain(k)
      value.forEach((x, k) => expect(Math.abs(x - truth[k])).toBeLessThan(0.15))
    }
  })

  it("scores the path on folds that were left out", () => {
    const { stats } = solveSparse(system, { method: "matching-pursuit", criterion: "cross-validation", limit: 6 })
    const sums = stats.path.map(() => 0)
    for (let fold = 0; fold < 5; fold++) {
      const others = system.components.map((one) => ({ ...one, folds: one.folds.filter((_, k) => k !== fold) }))
      const rest = solveSparseOn({ ...system, components: others })
      rest.forEach((x, i) => {
        for (const { folds } of system.components) sums[i] += residualSquaredAfter(folds[fold], x) / 0.04
      })
    }
    stats.path.forEach(({ criterion }, i) => expect(criterion! / sums[i]).toBeCloseTo(1, 8))
  })

  it("keeps the columns asked for, and needs folds for cross-validation", () => {
    const { stats } = solveSparse(system, { method: "lasso", always: [1, 3] })
    expect(stats.columns).toEqual(expect.arrayContaining([1, 3]))
    const once = syntheticSystem(41, truth, classes).system
    expect(solveSparse(once, { method: "matching-pursuit" }).stats.columns).toEqual(expect.arrayContaining(support))
    expect(() => solveSparse(once, { method: "lasso", criterion: "cross-validation" })).toThrow(/two folds/)
  })
})

/** Solutions of 0, 1, … 6 columns. */
function solveSparseOn(own: typeof system): Float64Array[] {
  return Array.from({ length: 7 }, (_, terms) => solveSparse(own, { method: "matching-pursuit", criterion: { terms }, limit: 6 }).value)
}
