import { describe, expect, it } from "vitest"
import { triangleOf } from "../../linalg/triangle/combine-rows.ts"
import { emptyTriangle } from "../../linalg/triangle/triangle.ts"
import { normals, seedRandom } from "../../random/random.ts"
import { createDraws } from "../../solve/global/draws.ts"
import { solveLinear } from "../../solve/linear/solve-linear.ts"
import { covarianceFactor, standardErrors } from "../covariance.ts"
import { reweightedSolution } from "./reweighted-solution.ts"
import { type Resampling, resampledWeights } from "./weights.ts"

const variance = (values: readonly number[]): number => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1)
}

describe.each([
  ["counts", (n: number) => 1 - 1 / n],
  ["dirichlet", (n: number) => (n - 1) / (n + 1)],
] as const)("weights by %s", (resampling, expected) => {
  it("sum to the number of units, with the variance they should have", () => {
    const [n, repeats] = [13, 4000]
    const first = Array.from({ length: repeats }, (_, i) => {
      const weights = resampledWeights(n, resampling, createDraws(5, i))
      expect(weights.reduce((sum, value) => sum + value, 0)).toBeCloseTo(n, 10)
      return weights[3]
    })
    // A variance of a distribution with kurtosis below 9 is known to √(8/N).
    expect(Math.abs(variance(first) / expected(n) - 1)).toBeLessThan(4 * Math.sqrt(8 / repeats))
  })
})

/** Rows of a straight line with noise whose size is not the one stated: `[1, t | a + b t − y]/σ`. */
function units(count: number, size: number): Float64Array[] {
  const noise = new Float64Array(count)
  normals(seedRandom(44), noise)
  return Array.from({ length: count }, (_, i) => {
    const t = (3 * i) / count - 1.2
    return Float64Array.of(1 / 0.3, t / 0.3, (-size * noise[i]) / 0.3)
  })
}

describe("bootstrap of a linear fit", () => {
  it("with weights of one is the fit, with whole weights that to data as often as they say", () => {
    const rows = units(12, 0.3)
    const triangles = rows.map((row) => triangleOf(row, 1, 2))
    const prior = triangleOf(Float64Array.of(0, 2, 0.7), 1, 2)
    const weights = [1, 0, 2, 1, 3, 0, 0, 1, 1, 1, 2, 0]
    const repeated = rows.flatMap((row, i) => Array.from({ length: weights[i] }, () => Array.from(row)))
    const all = triangleOf(Float64Array.from([...repeated, [0, 2, 0.7]].flat()), repeated.length + 1, 2)
    const found = reweightedSolution(triangles, prior, weights)
    solveLinear(all).value.forEach((value, k) => expect(found[k]).toBeCloseTo(value, 12))
  })

  it.each(["counts", "dirichlet"] as Resampling[])("by %s has the spread of the data, whatever σ was stated", (resampling) => {
    // Three times the noise that was stated.
    const [count, stated, real] = [400, 0.3, 0.9]
    const rows = units(count, real)
    const triangles = rows.map((row) => triangleOf(row, 1, 2))
    const errors = standardErrors(covarianceFactor(triangleOf(Float64Array.from(rows.flatMap((row) => Array.from(row))), count, 2)))
    const draws = Array.from({ length: 600 }, (_, i) =>
      reweightedSolution(triangles, emptyTriangle(2), resampledWeights(count, resampling, createDraws(9, i))),
    )
    for (const k of [0, 1]) {
      const ratio = Math.sqrt(variance(draws.map((draw) => draw[k]))) / errors[k]
      // The sandwich of 400 data knows its own size to some 5 %, the draws to 3 %.
      expect(Math.abs(ratio / (real / stated) - 1)).toBeLessThan(0.2)
    }
  })
})
