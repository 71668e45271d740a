import { assert, asyncProperty, boolean, integer, nat, record } from "fast-check"
import { describe, expect, it } from "vitest"
import { gradientOf } from "../../linalg/triangle/measures.ts"
import { normals, seedRandom } from "../../random/random.ts"
import { residualProblem } from "../../testing/solver/residual-problem.ts"
import type { LeastSquaresProblem } from "../problem.ts"
import { minimiseLeastSquares } from "./levenberg-marquardt.ts"

/** r_i = Σ_k a_ik x_k + c (Σ_k b_ik x_k)² − y_i in a random box; with c = 0 linear, with more large curvature and many bounds. */
function randomProblem(seed: number, n: number, m: number, bend: number, boxed: boolean, derivative: boolean): LeastSquaresProblem {
  const numbers = new Float64Array(2 * m * n + m + 2 * n)
  normals(seedRandom(seed), numbers)
  const a = numbers.subarray(0, m * n)
  const b = numbers.subarray(m * n, 2 * m * n)
  const y = numbers.subarray(2 * m * n, 2 * m * n + m)
  const ends = numbers.subarray(2 * m * n + m)
  const dot = (row: Float64Array, i: number, x: Float64Array): number => x.reduce((sum, value, k) => sum + row[i * n + k] * value, 0)
  const rows = Array.from({ length: m }, (_, i) => i)
  return residualProblem({
    names: Array.from({ length: n }, (_, k) => `x${k}`),
    ...(boxed
      ? { lower: Array.from(ends.subarray(0, n), (e) => -0.3 * Math.abs(e)), upper: Array.from(ends.subarray(n), (e) => 0.3 * Math.abs(e)) }
      : {}),
    residuals: (x) => Float64Array.from(rows, (i) => dot(a, i, x) + bend * dot(b, i, x) ** 2 - y[i]),
    jacobian: (x) =>
      Float64Array.from(rows.flatMap((i) => Array.from({ length: n }, (_, k) => a[i * n + k] + 2 * bend * dot(b, i, x) * b[i * n + k]))),
    ...(derivative
      ? { secondDerivative: (_: Float64Array, v: Float64Array) => Float64Array.from(rows, (i) => 2 * bend * dot(b, i, v) ** 2) }
      : {}),
  })
}

const shape = record({
  seed: nat(1_000_000),
  n: integer({ min: 1, max: 7 }),
  extra: integer({ min: 1, max: 9 }),
  bend: integer({ min: 0, max: 4 }),
  boxed: boolean(),
  derivative: boolean(),
})

describe("Levenberg–Marquardt in random boxes", () => {
  it("ends where no parameter that is free to move goes downhill (property)", async () => {
    await assert(
      asyncProperty(shape, async ({ seed, n, extra, bend, boxed, derivative }) => {
        const problem = randomProblem(seed, n, n + extra, 0.25 * bend, boxed, derivative)
        const { value, status, stats } = await minimiseLeastSquares(problem, new Float64Array(n))
        expect(status.outcome, status.sentence).toBe("converged")
        const triangle = await problem.linearise(value)
        // Where the fit is exact only rounding is left.
        if (stats.state.cost < 1e-20) return
        gradientOf(triangle).forEach((slope, k) => {
          expect(value[k]).toBeGreaterThanOrEqual(problem.lower[k])
          expect(value[k]).toBeLessThanOrEqual(problem.upper[k])
          const held = (slope > 0 && value[k] === problem.lower[k]) || (slope < 0 && value[k] === problem.upper[k])
          // A move of a tenth, the size of the boxes, would gain less than 2·10⁻⁶ of the cost.
          if (!held) expect((0.1 * Math.abs(slope)) / stats.state.cost, status.sentence).toBeLessThan(2e-6)
        })
      }),
      { numRuns: 400, seed: 7 },
    )
  })
})
