import { describe, expect, it } from "vitest"
import { triangleOf } from "../../linalg/triangle/combine-rows.ts"
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

  it("weighs misspecified properties by cross-validation so that the rarer one is not given up", () => {
    // Forces follow other coefficients than energies: no x can serve both.
    const n = 8
    const energies = syntheticSystem(31, new Float64Array(n).fill(1), [{ name: "energy", rows: 60, sigma: 0.001, size: 1 }], { folds: 5 })
    const forces = syntheticSystem(32, new Float64Array(n).fill(1.1), [{ name: "force", rows: 6000, sigma: 0.1, size: 1 }], { folds: 5 })
    const components = [...energies.system.components, ...forces.system.components.map((one) => ({ ...one, pool: 1 }))]
    const system = { ...energies.system, components, sigmas: [...energies.system.sigmas, ...forces.system.sigmas] }
    const evidence = solveBayesian(system)
    const balanced = solveBayesian(system, { criterion: "cross-validation" })
    const rmse = ({ stats }: typeof evidence, c: number) => stats.components[c].rmse!
    expect(rmse(evidence, 0)).toBeGreaterThan(0.2)
    expect(rmse(balanced, 0)).toBeLessThan(0.01)
    expect(rmse(balanced, 1)).toBeLessThan(0.4)
    const product = balanced.stats.balance!
    expect(product.errors[0]! * product.errors[1]!).toBeLessThan(0.1 * rmse(evidence, 0) * rmse(evidence, 1))
    // χ² is as large as the degrees of freedom.
    const sum = (of: (one: (typeof balanced.value.sigmas)[number]) => number) =>
      balanced.value.sigmas.reduce((total, one) => total + of(one), 0)
    expect(sum(({ residualSquared, sigma }) => residualSquared / sigma ** 2) / sum((one) => one.degreesOfFreedom)).toBeCloseTo(1, 8)
  })

  it("serves columns that nothing determines, and tells", () => {
    const { system } = syntheticSystem(3, [1, 2, 3], classes)
    const doubled = syntheticSystem(3, [1, 2, 3, 0], classes).system.components.map(({ folds, ...one }) => {
      // Column 3 repeats column 1.
      const rows = folds[0].data.slice()
      for (let i = 0; i < rows.length / 5; i++) rows[i * 5 + 3] = rows[i * 5 + 1]
      return { ...one, folds: [triangleOf(rows, rows.length / 5, 4)] }
    })
    const { value, status, stats } = solveBayesian({ ...system, columns: ["a", "b", "c", "b again"], components: doubled })
    expect(stats.rank).toBe(3)
    expect(stats.effectiveParameters).toBeCloseTo(3, 6)
    expect(value.mean[1]).toBeCloseTo(value.mean[3], 8)
    expect(value.mean[1] + value.mean[3]).toBeCloseTo(2, 1)
    expect(status.notes.join()).toMatch(/3 of 4 directions/)
  })

  it("refuses systems that do not fit together", () => {
    const { system } = syntheticSystem(3, [1, 2, 3], classes)
    expect(() => solveBayesian({ ...system, columns: ["a"] })).toThrow(/energy has 3 columns, the system 1/)
    expect(() => solveBayesian({ ...system, sigmas: [] })).toThrow(/shares a σ/)
    expect(() => solveBayesian({ ...system, penalties: [ridgePenalty("ridge", [7], estimated)] })).toThrow(/column that is not there/)
  })
})
