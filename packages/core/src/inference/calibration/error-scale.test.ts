import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { normal, random } from "../../objective/fixtures/data.ts"
import { fitErrorScale, scaleAt } from "./error-scale.ts"

const uniform = random(29)
const gauss = normal(uniform)

/** Σ w (ln s² + e²/s²), what the scale of greatest likelihood makes least. */
function loss(features: readonly Float64Array[], errors: Float64Array, weights: Float64Array, coefficients: readonly number[]): number {
  let total = 0
  errors.forEach((error, i) => {
    const s = scaleAt({ coefficients }, ...features.map((feature) => feature[i]))
    total += weights[i] * (2 * Math.log(s) + (error / s) ** 2)
  })
  return total
}

describe("the scale of errors", () => {
  const count = 4000
  const ones = new Float64Array(count).fill(1)
  const forces = ones.map(() => 3 * uniform() ** 2)
  const weights = ones.map((_, i) => 1 + (i % 3))

  test("finds how the variance of normal errors depends on a feature", () => {
    const errors = forces.map((force) => Math.sqrt(0.01 + 0.3 * force) * gauss())
    const { coefficients } = fitErrorScale([ones, forces], errors, ones)
    expect(coefficients[0]).toBeCloseTo(0.01, 2)
    expect(Math.abs(coefficients[1] / 0.3 - 1)).toBeLessThan(0.08)
  })

  test("is more likely than any other", () => {
    const other = ones.map(() => uniform())
    const errors = forces.map((force, i) => Math.sqrt(0.02 + 0.1 * force + 0.4 * other[i]) * gauss())
    const features = [ones, forces, other]
    const { coefficients } = fitErrorScale(features, errors, weights)
    const best = loss(features, errors, weights, coefficients)
    const factor = fc.double({ min: 0.3, max: 3, noNaN: true })
    fc.assert(
      fc.property(fc.tuple(factor, factor, factor), (factors) => {
        const changed = coefficients.map((coefficient, k) => coefficient * factors[k])
        expect(loss(features, errors, weights, changed)).toBeGreaterThanOrEqual(best - 1e-4 * Math.abs(best))
      }),
      { numRuns: 30 },
    )
  })

  test("takes a feature that tells nothing for nothing, and no errors for none", () => {
    const errors = forces.map(() => 0.5 * gauss())
    const { coefficients } = fitErrorScale([ones, ones.map(() => 0), forces], errors, ones)
    expect(coefficients[1]).toBe(0)
    expect(coefficients[2]).toBeLessThan(0.02)
    expect(fitErrorScale([ones, forces], new Float64Array(count), ones).coefficients).toEqual([0, 0])
  })
})
