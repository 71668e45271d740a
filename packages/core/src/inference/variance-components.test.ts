import { describe, expect, it } from "vitest"
import { mergeTriangles, triangleOf } from "../linalg/triangle/combine-rows.ts"
import { emptyTriangle, scaleTriangle } from "../linalg/triangle/triangle.ts"
import { residualSquaredAfter } from "../linalg/triangle/measures.ts"
import { normals, seedRandom } from "../random/random.ts"
import { solveLinear } from "../solve/linear/solve-linear.ts"
import { type DataComponent, estimateSigmas, updateSigmas } from "./variance-components.ts"

const n = 4
const truth = [3, -1.5, 0.2, 7]

/** Rows of y = J x + σ ε about x = 0, for each class. */
function synthetic(seed: number, classes: readonly { name: string; rows: number; sigma: number; size: number }[]): DataComponent[] {
  let state = seedRandom(seed)
  return classes.map(({ name, rows, sigma, size }) => {
    const numbers = new Float64Array(rows * (n + 1))
    state = normals(state, numbers)
    for (let i = 0; i < rows; i++) {
      const at = i * (n + 1)
      let prediction = 0
      for (let k = 0; k < n; k++) {
        numbers[at + k] *= size
        prediction += numbers[at + k] * truth[k]
      }
      numbers[at + n] = sigma * numbers[at + n] - prediction
    }
    return { name, triangle: triangleOf(numbers, rows, n), sigma: 1 }
  })
}

const classes = [
  { name: "energy", rows: 60, sigma: 0.004, size: 0.2 },
  { name: "force", rows: 900, sigma: 0.07, size: 1 },
  { name: "stress", rows: 12, sigma: 0.3, size: 3 },
]

describe("estimateSigmas", () => {
  it("is ‖r‖²/(n − p) for a single class", () => {
    const [component] = synthetic(1, classes.slice(1, 2))
    const [estimate] = estimateSigmas([component]).value
    const residual = solveLinear(component.triangle).stats.residualSquared
    expect(estimate.sigma).toBeCloseTo(Math.sqrt(residual / (900 - n)), 12)
    expect(estimate.degreesOfFreedom).toBeCloseTo(900 - n, 9)
  })

  it("is stationary for the restricted likelihood", () => {
    const components = synthetic(2, classes)
    const { value, status } = estimateSigmas(components)
    expect(status.outcome).toBe("converged")
    // −2 ln L = Σ n_c ln σ_c² + ln det Σ JᵀJ/σ_c² + Σ ‖r_c‖²/σ_c², at the best x
    const deviance = (logs: readonly number[]): number => {
      const weighted = components.map(({ triangle }, c) => scaleTriangle(triangle, Math.exp(-logs[c])))
      const total = mergeTriangles(weighted[0], ...weighted.slice(1))
      let sum = solveLinear(total).stats.residualSquared
      for (let k = 0; k < n; k++) sum += 2 * Math.log(total.data[k * (n + 1) + k])
      return components.reduce((all, { triangle }, c) => all + 2 * triangle.rows * logs[c], sum)
    }
    const logs = value.map(({ sigma }) => Math.log(sigma))
    logs.forEach((log, c) => {
      const h = 1e-3
      const slope = (deviance(logs.with(c, log + h)) - deviance(logs.with(c, log - h))) / (2 * h)
      // Beside the curvature 4 n_c.
      expect(Math.abs(slope) / (4 * classes[c].rows)).toBeLessThan(1e-5)
    })
    // All rows less all parameters.
    expect(value.reduce((sum, { degreesOfFreedom }) => sum + degreesOfFreedom, 0)).toBeCloseTo(972 - n, 8)
  })

  it("recovers the variances of synthetic data: intervals of 90 % hold them nine times in ten, without bias", () => {
    const trials = 250
    const covered = [0, 0, 0]
    const mean = [0, 0, 0]
    for (let trial = 0; trial < trials; trial++) {
      const { value } = estimateSigmas(synthetic(100 + trial, classes), { confidence: 0.9, tolerance: 1e-6 })
      value.forEach(({ sigma, interval }, c) => {
        const expected = classes[c].sigma
        if (interval && interval[0] < expected && expected < interval[1]) covered[c]++
        mean[c] += (sigma / expected) ** 2 / trials
      })
    }
    // Four standard errors of a proportion of 0.9, and of the mean of χ²/ν.
    for (const count of covered) expect(Math.abs(count / trials - 0.9)).toBeLessThan(4 * Math.sqrt(0.09 / trials))
    mean.forEach((ratio, c) => expect(Math.abs(ratio - 1)).toBeLessThan(4 * Math.sqrt(2 / (classes[c].rows - n) / trials)))
  })

  it("keeps a fixed σ, and counts a prior as no data", () => {
    const [energy, force] = synthetic(5, classes)
    const prior = triangleOf(
      Float64Array.from({ length: n * (n + 1) }, (_, at) => (at % (n + 2) === 0 ? 0.01 : 0)),
      n,
      n,
    )
    const { value } = estimateSigmas([{ ...energy, sigma: 0.01, fixed: true }, force], { prior })
    expect(value[0].sigma).toBe(0.01)
    expect(value[0].interval).toBe(null)
    const used = 960 - value[0].degreesOfFreedom - value[1].degreesOfFreedom
    expect(used).toBeLessThan(n)
    expect(used).toBeGreaterThan(n - 0.01)
  })

  it("leaves σ alone where the parameters use up all rows, and says so", () => {
    const few = synthetic(6, [{ name: "energy", rows: 2, sigma: 0.1, size: 1 }])
    const { value, status } = estimateSigmas(few)
    expect(value[0].sigma).toBe(1)
    expect(status.notes).toEqual(["the parameters use up all data of energy, so its σ keeps its value"])
  })

  it("stops at a floor for data without noise, and asks for one where there is none", () => {
    const rows = Float64Array.of(1, 0, 0, 0, -1, 0, 1, 0, 0, -2, 0, 0, 1, 0, -3, 0, 0, 0, 1, -4, 1, 1, 1, 1, -10, 1, -1, 1, -1, 2)
    const exact = { name: "energy", triangle: triangleOf(rows, 6, n), sigma: 1 }
    const floored = estimateSigmas([{ ...exact, floor: 1e-6 }])
    expect(floored.value[0].sigma).toBe(1e-6)
    expect(floored.status.outcome).toBe("converged")
    const silent = { name: "silent", triangle: { ...emptyTriangle(n), rows: 5 }, sigma: 1 }
    const { status } = estimateSigmas([silent])
    expect(status.outcome).toBe("stalled")
    expect(status.sentence).toMatch(/residuals of silent vanish/)
  })

  it("gives the step that belongs to its σ", () => {
    const components = synthetic(9, classes)
    const { stats } = estimateSigmas(components)
    truth.forEach((value, k) => expect(Math.abs(stats.delta[k] - value)).toBeLessThan(0.02))
    const { delta, estimates } = updateSigmas(components)
    components.forEach(({ triangle }, c) => expect(estimates[c].residualSquared).toBe(residualSquaredAfter(triangle, delta)))
  })
})
