import { describe, expect, it } from "vitest"
import { svd } from "../../../linalg/factorisations/svd.ts"
import { triangleOf } from "../../../linalg/triangle/combine-rows.ts"
import { createEvidence } from "../evidence.ts"
import { curvaturePenalty, type SyntheticRows, ridgePenalty, syntheticSystem } from "../fixtures/synthetic-system.ts"
import { maximiseEvidence } from "../maximise-evidence.ts"
import { solveTruncated } from "../solve-truncated.ts"
import type { LinearSystem } from "../system.ts"
import { type RidgeCriterion, solveRidge } from "./solve-ridge.ts"

const n = 12
const truth = Float64Array.from({ length: n }, (_, k) => Math.cos(k / 3))
const classes = [
  { name: "energy", rows: 10, sigma: 0.05, size: 0.4 },
  { name: "force", rows: 18, sigma: 0.8, size: 2 },
]
const penalties = [ridgePenalty("ridge", [...truth.keys()], { origin: "estimated", start: 0.5 })]

function weightedRows(system: LinearSystem, rows: readonly SyntheticRows[]): { J: Float64Array; r: Float64Array; m: number } {
  const all = rows.flatMap(({ rows: count, data }, c) =>
    Array.from({ length: count }, (_, i) => data.slice(i * (n + 1), (i + 1) * (n + 1)).map((value) => value / system.sigmas[c].start)),
  )
  return {
    J: Float64Array.from(all.flatMap((row) => Array.from(row.subarray(0, n)))),
    r: Float64Array.from(all, (row) => row[n]),
    m: all.length,
  }
}

describe("solveRidge", () => {
  const { system, rows } = syntheticSystem(21, truth, classes, { penalties, folds: 4, start: 0.3 })

  it("finds the λ at which the formula of GCV, by singular values of the rows, is smallest", () => {
    const { J, r, m } = weightedRows(system, rows)
    const { values, U, V } = svd(J, m, n)
    const gcv = (alpha: number) => {
      let [residual, used] = [r.reduce((sum, value) => sum + value * value, 0), 0]
      for (let j = 0; j < n; j++) {
        const part = r.reduce((sum, value, i) => sum + U[i * n + j] * value, 0)
        const kept = values[j] ** 2 / (values[j] ** 2 + alpha)
        residual += part * part * ((1 - kept) ** 2 - 1)
        used += kept
      }
      return (m * residual) / (m - used) ** 2
    }
    const { value, stats } = solveRidge(system, { criterion: "gcv" })
    for (const { lambda, criterion } of stats.curve) expect(Math.abs(criterion / gcv(0.5 * lambda) - 1)).toBeLessThan(1e-7)
    for (const factor of [0.9, 1.1]) expect(gcv(0.5 * stats.lambda * factor)).toBeGreaterThan(gcv(0.5 * stats.lambda))
    for (let k = 0; k < n; k++) {
      let x = 0
      for (let j = 0; j < n; j++) {
        const part = r.reduce((sum, one, i) => sum + U[i * n + j] * one, 0)
        x -= (V[k * n + j] * part * values[j]) / (values[j] ** 2 + stats.alphas[0])
      }
      expect(value[k]).toBeCloseTo(x, 10)
    }
  })

  it("agrees with the evidence maximised over α", () => {
    const given = { ...system, sigmas: system.sigmas.map((sigma) => ({ ...sigma, origin: "given" as const })) }
    const best = maximiseEvidence(createEvidence(given))
    const { stats } = solveRidge(system, { criterion: "evidence" })
    expect(stats.alphas[0] / best.point.alphas[0]).toBeCloseTo(1, 2)
  })

  it("has its corner where ln χ² and ln of the penalty bend most", () => {
    const smooth = syntheticSystem(22, truth, classes, {
      penalties: [curvaturePenalty("smooth", 0, n - 1, { origin: "estimated", start: 1 })],
    })
    const { stats } = solveRidge(smooth.system, { criterion: "l-curve" })
    expect(stats.lambda).toBeGreaterThan(stats.curve[0].lambda)
    expect(stats.lambda).toBeLessThan(stats.curve.at(-1)!.lambda)
    for (const { criterion } of stats.curve) expect(criterion).toBeGreaterThanOrEqual(Math.min(...stats.curve.map((one) => one.criterion)))
    // χ² rises and the penalty falls all along.
    stats.curve.slice(1).forEach((point, i) => {
      expect(point.chiSquared).toBeGreaterThanOrEqual(stats.curve[i].chiSquared * (1 - 1e-9))
      expect(point.penaltySquared).toBeLessThanOrEqual(stats.curve[i].penaltySquared * (1 + 1e-9))
    })
  })

  it("makes a ridge in units of the columns where the system has no penalty, by any criterion", () => {
    const plain = { ...system, penalties: [] }
    const criteria: readonly RidgeCriterion[] = ["gcv", "l-curve", "cross-validation", "evidence"]
    for (const criterion of criteria) {
      const { stats, value } = solveRidge(plain, { criterion })
      expect(stats.alphas.length).toBe(1)
      expect(value.every(Number.isFinite)).toBe(true)
      expect(stats.effectiveParameters).toBeLessThanOrEqual(n)
    }
    expect(() => solveRidge(syntheticSystem(21, truth, classes).system, { criterion: "cross-validation" })).toThrow(/two folds/)
  })
})

describe("solveTruncated", () => {
  const { system, rows } = syntheticSystem(23, truth, classes, { folds: 3 })

  it("is least squares at full rank, and leaves out the weakest directions below it", () => {
    const full = solveTruncated(system, { keep: { tolerance: 0 } })
    expect(full.stats.rank).toBe(n)
    const { J, r, m } = weightedRows(system, rows)
    const squareOf = (x: Float64Array) => {
      let sum = 0
      for (let i = 0; i < m; i++) sum += (r[i] + x.reduce((all, value, k) => all + J[i * n + k] * value, 0)) ** 2
      return sum
    }
    for (const rank of [0, 1, 5, n - 1, n]) {
      const { value, stats } = solveTruncated(system, { keep: { rank } })
      expect(stats.squares[rank] / squareOf(value)).toBeCloseTo(1, 9)
    }
    expect(full.stats.squares[n]).toBeLessThan(full.stats.squares[n - 1])
    for (let k = 1; k < n; k++) expect(full.stats.singularValues[k]).toBeLessThanOrEqual(full.stats.singularValues[k - 1])
  })

  it("keeps fewer directions of noisy data whose last directions are noise, by GCV and by cross-validation", () => {
    // The data follow four columns; eight more repeat them but for a whisper.
    const four = syntheticSystem(
      24,
      truth.map((value, k) => (k < 4 ? value : 0)),
      classes,
      { folds: 3 },
    ).system
    const mixed = {
      ...four,
      components: four.components.map((one) => ({
        ...one,
        folds: one.folds.map((triangle) => {
          const data = triangle.data.slice()
          const width = n + 1
          for (let i = 0; i < data.length / width; i++) {
            for (let k = 4; k < n; k++) data[i * width + k] = data[i * width + (k % 4)] + 1e-5 * data[i * width + k]
          }
          return triangleOf(data, data.length / width, n)
        }),
      })),
    }
    for (const criterion of ["gcv", "cross-validation"] as const) {
      const { stats } = solveTruncated(mixed, { keep: { criterion } })
      expect(stats.rank).toBeLessThanOrEqual(6)
      expect(stats.rank).toBeGreaterThanOrEqual(2)
    }
  })
})
