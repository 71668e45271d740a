import { describe, expect, it } from "vitest"
import { scaleColumns, transformColumns } from "../linalg/triangle/change-columns.ts"
import { triangleOf } from "../linalg/triangle/combine-rows.ts"
import { normals, seedRandom } from "../random/random.ts"
import { certifiedProblem, nistRegressions } from "../testing/solver/nist.ts"
import { covarianceFactor, covarianceMatrix, predictiveVariance, standardErrors } from "./covariance.ts"
import { fisher } from "./fisher.ts"

function random(seed: number, count: number): Float64Array {
  const out = new Float64Array(count)
  normals(seedRandom(seed), out)
  return out
}

describe("fisher", () => {
  for (const regression of nistRegressions) {
    const { errors, certified, name, x, residualSumOfSquares } = regression
    if (!errors) continue
    it(`gives the certified standard errors of ${name}`, async () => {
      const problem = certifiedProblem(regression)
      const result = fisher(await problem.linearise(Float64Array.from(certified)), problem.names, { variance: "reduced" })
      errors.forEach((error, k) => expect(Math.abs((result.standardErrors[k] ?? NaN) / error - 1)).toBeLessThan(1e-6))
      expect(result.degreesOfFreedom).toBe(x.length - certified.length)
      expect((result.reducedChiSquared ?? NaN) / (residualSumOfSquares / result.degreesOfFreedom)).toBeCloseTo(1, 8)
    })
  }

  const [m, n] = [40, 5]
  const triangle = triangleOf(random(3, m * (n + 1)), m, n)
  const names = ["a", "b", "c", "d", "e"]

  it("has eigenvectors of the information, which add up to it", () => {
    const scale = Float64Array.from([0.5, 2, 1, 3, 0.1])
    const { spectrum } = fisher(triangle, names, { scale })
    const { data } = scaleColumns(triangle, scale)
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        let information = 0
        for (let k = 0; k < n; k++) information += data[k * (n + 1) + i] * data[k * (n + 1) + j]
        const sum = spectrum.reduce((total, { eigenvalue, vector }) => total + eigenvalue * vector[i] * vector[j], 0)
        expect(sum).toBeCloseTo(information, 9)
      }
    for (const { vector, kind } of spectrum) {
      expect(Math.hypot(...vector)).toBeCloseTo(1, 12)
      expect(kind).toBe(vector === spectrum[4].vector && spectrum[4].eigenvalue < 1e-6 * spectrum[0].eigenvalue ? "sloppy" : "stiff")
    }
  })

  it("has a covariance that inverts the information, and correlations of it", () => {
    const covariance = covarianceFactor(triangle)
    const C = covarianceMatrix(covariance, 2.5)
    const { data } = triangle
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        let product = 0
        for (let k = 0; k < n; k++) for (let l = 0; l < n; l++) product += data[l * (n + 1) + i] * data[l * (n + 1) + k] * C[k * n + j]
        expect(product).toBeCloseTo(i === j ? 2.5 : 0, 10)
      }
    const { correlation, standardErrors: errors } = fisher(triangle, names)
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++)
        expect((correlation[i][j] ?? NaN) * (errors[i] ?? NaN) * (errors[j] ?? NaN) * 2.5).toBeCloseTo(C[i * n + j], 10)
    const row = random(6, n)
    const direct = row.reduce((sum, a, i) => sum + row.reduce((inner, b, j) => inner + a * C[i * n + j] * b, 0), 0)
    expect(predictiveVariance(covariance, row, 2.5) / direct).toBeCloseTo(1, 11)
  })

  it("does not depend on the units of the parameters", () => {
    const factors = Float64Array.from([1e8, 1e-8, 1, 1e-5, 1e3])
    const scaled = fisher(scaleColumns(triangle, factors), names)
    const plain = fisher(triangle, names)
    expect(scaled.rank).toBe(5)
    scaled.spectrum.forEach(({ eigenvalue }, l) => expect(eigenvalue / plain.spectrum[l].eigenvalue).toBeCloseTo(1, 11))
    scaled.standardErrors.forEach((error, k) => expect(((error ?? NaN) * factors[k]) / (plain.standardErrors[k] ?? NaN)).toBeCloseTo(1, 11))
  })

  it("names what the data leave open: a parameter without effect, and a sum of which only the whole counts", () => {
    // θ = M φ: φ₀ drives a alone, φ₁ and φ₂ both drive b (as 2 φ₁ + φ₂), φ₃ nothing, φ₄ drives e.
    const M = new Float64Array(5 * 5)
    M[0] = 1
    M[1 * 5 + 1] = 2
    M[1 * 5 + 2] = 1
    M[4 * 5 + 4] = 1
    const result = fisher(transformColumns(triangle, M, 5), names, { scale: new Float64Array(5).fill(1) })
    expect(result.rank).toBe(3)
    expect(result.standardErrors.map((error) => error === null)).toEqual([false, true, true, true, false])
    const open = result.spectrum.filter(({ kind }) => kind === "undetermined")
    expect(open.length).toBe(2)
    for (const { eigenvalue } of open) expect(eigenvalue).toBeLessThan(1e-25)
    // The two directions span d and (b − 2c)/√5.
    const seen = (vector: readonly number[], target: readonly number[]): number =>
      vector.reduce((sum, value, k) => sum + value * target[k], 0)
    for (const target of [
      [0, 0, 0, 1, 0],
      [0, 1 / Math.sqrt(5), -2 / Math.sqrt(5), 0, 0],
    ])
      expect(open.reduce((sum, { vector }) => sum + seen(vector, target) ** 2, 0)).toBeCloseTo(1, 12)
    expect(result.correlation[0][4]).not.toBe(null)
    expect(result.correlation[0][1]).toBe(null)
    const covariance = covarianceFactor(transformColumns(triangle, M, 5))
    expect(predictiveVariance(covariance, Float64Array.of(1, 0, 0, 0, 1))).toBeLessThan(Infinity)
    expect(predictiveVariance(covariance, Float64Array.of(0, 2, 1, 0, 0))).toBeLessThan(Infinity)
    expect(predictiveVariance(covariance, Float64Array.of(0, 1, 1, 0, 0))).toBe(Infinity)
    expect(standardErrors(covariance)[3]).toBe(Infinity)
  })

  it("describes directions by their parameters, and survives JSON", () => {
    const rows = Float64Array.of(10, 0, 0, 0, 1e-4, 0)
    const result = fisher(triangleOf(rows, 2, 2), ["depth", "width"], { scale: Float64Array.of(1, 1) })
    expect(result.spectrum.map(({ direction, kind }) => [direction, kind])).toEqual([
      ["1.00 depth", "stiff"],
      ["1.00 width", "sloppy"],
    ])
    expect(result.reducedChiSquared).toBe(null)
    expect(JSON.parse(JSON.stringify(result))).toEqual(result)
    expect(() => fisher(triangle, ["a"])).toThrow(/1 names/)
  })
})
