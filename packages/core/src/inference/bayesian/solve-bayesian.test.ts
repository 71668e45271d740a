import { describe, expect, it } from "vitest"
import { normals, seedRandom } from "../../random/random.ts"
import { curvaturePenalty, ridgePenalty, syntheticSystem } from "../../solve/linear/fixtures/synthetic-system.ts"
import { standardErrors, covarianceFactor } from "../covariance.ts"
import { estimateSigmas } from "../variance-components.ts"
import { solveBayesian } from "./solve-bayesian.ts"

const estimated = { origin: "estimated" as const, start: 1 }
const classes = [
  { name: "energy", rows: 40, sigma: 0.004, size: 0.2 },
  { name: "force", rows: 300, sigma: 0.07, size: 1 },
]

describe("solveBayesian", () => {
  it("is restricted maximum likelihood without penalties", () => {
    const truth = [3, -1.5, 0.2, 7]
    const { system } = syntheticSystem(2, truth, classes)
    const { value, status } = solveBayesian(system)
    expect(status.outcome).toBe("converged")
    const components = system.components.map(({ name, folds }) => ({ name, triangle: folds[0], sigma: 1 }))
    const reference = estimateSigmas(components)
    value.sigmas.forEach((one, c) => {
      const other = reference.value[c]
      expect(Math.abs(one.sigma / other.sigma - 1)).toBeLessThan(1e-4)
      expect(Math.abs(one.degreesOfFreedom - other.degreesOfFreedom)).toBeLessThan(1e-2)
    })
    value.mean.forEach((component, k) => expect(component).toBeCloseTo(reference.stats.delta[k], 6))
  })

  it("covers σ, α and the coefficients with its intervals as often as it says", () => {
    const n = 10
    const repeats = 400
    const [wide, narrow] = [2, 0.02]
    const columns = { wide: [0, 1, 2, 3], narrow: [4, 5, 6, 7, 8, 9] }
    const penalties = [ridgePenalty("wide", columns.wide, estimated), ridgePenalty("narrow", columns.narrow, estimated)]
    const covered = { energy: 0, force: 0, wide: 0, narrow: 0, coefficients: 0 }
    for (let repeat = 0; repeat < repeats; repeat++) {
      const truth = new Float64Array(n)
      normals(seedRandom(10_000 + repeat), truth)
      for (const k of columns.wide) truth[k] *= wide
      for (const k of columns.narrow) truth[k] *= narrow
      const { system } = syntheticSystem(repeat, truth, classes, { penalties })
      const { value } = solveBayesian(system)
      const holds = (interval: readonly [number, number] | null, expected: number) =>
        interval !== null && interval[0] < expected && expected < interval[1] ? 1 : 0
      covered.energy += holds(value.sigmas[0].interval, classes[0].sigma)
      covered.force += holds(value.sigmas[1].interval, classes[1].sigma)
      covered.wide += holds(value.alphas[0].interval, wide ** -2)
      covered.narrow += holds(value.alphas[1].interval, narrow ** -2)
      const errors = standardErrors(covarianceFactor(value.information))
      truth.forEach((x, k) => (covered.coefficients += Math.abs(value.mean[k] - x) < 1.959964 * errors[k] ? 1 / n : 0))
    }
    for (const count of Object.values(covered)) expect(Math.abs(count / repeats - 0.95)).toBeLessThan(0.03)
  })

  it("finds σ and α whatever they start from", () => {
    const truth = Float64Array.from({ length: 30 }, (_, k) => Math.sin(k / 5))
    const run = (start: number, alpha: number) => {
      const penalties = [curvaturePenalty("smooth", 0, 29, { ...estimated, start: alpha })]
      return solveBayesian(syntheticSystem(4, truth, classes, { penalties, start }).system).value
    }
    const expected = run(1, 1)
    for (const [start, alpha] of [
      [1e-4, 1e8],
      [100, 1e-9],
      [0.01, 0],
    ]) {
      const { sigmas, alphas } = run(start, alpha)
      sigmas.forEach(({ sigma }, p) => expect(Math.abs(Math.log(sigma / expected.sigmas[p].sigma))).toBeLessThan(1e-3))
      expect(Math.abs(Math.log(alphas[0].alpha / expected.alphas[0].alpha))).toBeLessThan(1e-2)
    }
  })
})
