import { describe, expect, it } from "vitest"
import { triangleOf } from "../../linalg/triangle/combine-rows.ts"
import { normals, seedRandom } from "../../random/random.ts"
import type { LinearSystem } from "../../solve/linear/system.ts"
import { digamma, logGamma } from "../gamma.ts"
import { solveBayesian } from "./solve-bayesian.ts"
import { studentWeight } from "../../solve/linear/student-weight.ts"
import { type Reweigh, solveRobust } from "./solve-robust.ts"

const n = 4
const truth = [3, -1.5, 0.2, 7]

/** Rows y = J x + σ t, with t = z/√(χ²_ν/ν) for whole ν, 0 for normal noise; row-major `[count × (n + 1)]`. */
function rowsOf(seed: number, count: number, sigma: number, nu: number): Float64Array {
  const width = n + 1 + nu
  const numbers = new Float64Array(count * width)
  normals(seedRandom(seed), numbers)
  const out = new Float64Array(count * (n + 1))
  for (let i = 0; i < count; i++) {
    const row = numbers.subarray(i * width, (i + 1) * width)
    const chi = row.subarray(n + 1).reduce((sum, value) => sum + value * value, 0)
    const noise = nu > 0 ? row[n] / Math.sqrt(chi / nu) : row[n]
    out.set(row.subarray(0, n), i * (n + 1))
    out[i * (n + 1) + n] = sigma * noise - truth.reduce((sum, value, k) => sum + row[k] * value, 0)
  }
  return out
}

function systemOf(rows: Float64Array, start: number = 1): LinearSystem {
  return {
    columns: truth.map((_, k) => `c${k}`),
    components: [{ name: "force", property: "force", pool: 0, factor: 1, folds: [triangleOf(rows, rows.length / (n + 1), n)] }],
    sigmas: [{ name: "force", origin: "estimated", start, floor: 0 }],
    penalties: [],
  }
}

function reweighing(rows: Float64Array): Reweigh {
  return async ({ x, sigmas, degrees }) => {
    const weighted = rows.slice()
    let spread = 0
    const count = rows.length / (n + 1)
    for (let i = 0; i < count; i++) {
      const row = weighted.subarray(i * (n + 1), (i + 1) * (n + 1))
      const residual = x.reduce((sum, value, k) => sum + row[k] * value, row[n])
      const weight = studentWeight(residual / sigmas[0], degrees[0])
      for (let k = 0; k <= n; k++) row[k] *= Math.sqrt(weight)
      spread += (Math.log(weight) - weight) / count
    }
    return { system: systemOf(weighted, sigmas[0]), spread: Float64Array.of(spread) }
  }
}

/** ln of the likelihood of t noise. */
function logLikelihood(rows: Float64Array, x: ArrayLike<number>, sigma: number, nu: number): number {
  const constant = logGamma((nu + 1) / 2) - logGamma(nu / 2) - 0.5 * Math.log(nu * Math.PI) - Math.log(sigma)
  let sum = 0
  for (let i = 0; i < rows.length / (n + 1); i++) {
    let residual = rows[i * (n + 1) + n]
    for (let k = 0; k < n; k++) residual += rows[i * (n + 1) + k] * x[k]
    sum += constant - ((nu + 1) / 2) * Math.log1p((residual / sigma) ** 2 / nu)
  }
  return sum
}

describe("solveRobust", () => {
  it("finds the greatest likelihood of t noise, and its ν and σ", async () => {
    const rows = rowsOf(3, 4000, 0.3, 4)
    const { value, status, stats } = await solveRobust(systemOf(rows), reweighing(rows), { passes: 200, change: 1e-6 })
    expect(status.outcome).toBe("converged")
    expect(Math.abs(Math.log(stats.degrees[0] / 4))).toBeLessThan(0.3)
    expect(Math.abs(Math.log(value.sigmas[0].sigma / 0.3))).toBeLessThan(0.1)
    const best = logLikelihood(rows, value.mean, value.sigmas[0].sigma, stats.degrees[0])
    for (let k = 0; k < n; k++) {
      for (const step of [-0.002, 0.002]) {
        expect(logLikelihood(rows, value.mean.with(k, value.mean[k] + step), value.sigmas[0].sigma, stats.degrees[0])).toBeLessThan(best)
      }
    }
    for (const factor of [0.98, 1.02]) {
      expect(logLikelihood(rows, value.mean, value.sigmas[0].sigma * factor, stats.degrees[0])).toBeLessThan(best)
      expect(logLikelihood(rows, value.mean, value.sigmas[0].sigma, stats.degrees[0] * factor ** 5)).toBeLessThan(best)
    }
  })

  it("covers σ with its interval as often as it says", async () => {
    let covered = 0
    const repeats = 200
    for (let seed = 0; seed < repeats; seed++) {
      const rows = rowsOf(1000 + seed, 150, 0.3, 3)
      const { value } = await solveRobust(systemOf(rows), reweighing(rows), { degrees: 3 })
      const [low, high] = value.sigmas[0].interval!
      if (low < 0.3 && 0.3 < high) covered++
    }
    expect(Math.abs(covered / repeats - 0.95)).toBeLessThan(4 * Math.sqrt((0.95 * 0.05) / repeats))
  })

  it("is not pulled by outliers, and is least squares for normal noise", async () => {
    const rows = rowsOf(5, 400, 0.05, 0)
    for (let i = 0; i < 12; i++) rows[i * (n + 1) + n] += 40
    const error = (x: Float64Array) => x.reduce((largest, value, k) => Math.max(largest, Math.abs(value - truth[k])), 0)
    const robust = await solveRobust(systemOf(rows), reweighing(rows))
    expect(error(robust.value.mean)).toBeLessThan(0.02)
    expect(error(solveBayesian(systemOf(rows)).value.mean)).toBeGreaterThan(0.2)
    const clean = rowsOf(6, 400, 0.05, 0)
    const plain = solveBayesian(systemOf(clean)).value
    const { value, stats } = await solveRobust(systemOf(clean), reweighing(clean), { passes: 100 })
    expect(stats.degrees[0]).toBeGreaterThan(15)
    value.mean.forEach((x, k) => expect(Math.abs(x - plain.mean[k])).toBeLessThan(0.002))
    await expect(solveRobust(systemOf(clean), reweighing(clean), { degrees: -1 })).rejects.toThrow(/must be positive/)
  })
})

describe("digamma", () => {
  it("is the slope of ln Γ", () => {
    for (const x of [0.3, 1, 2.5, 11.9, 12.1, 80]) {
      const h = 1e-4 * x
      expect(digamma(x)).toBeCloseTo((logGamma(x + h) - logGamma(x - h)) / (2 * h), 6)
    }
    // Euler's constant.
    expect(digamma(1)).toBeCloseTo(-0.5772156649015329, 13)
  })
})
