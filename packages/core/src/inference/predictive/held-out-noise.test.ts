import { array, assert, double, float64Array, property, tuple } from "fast-check"
import { expect, test } from "vitest"
import { normals, seedRandom } from "../../random/random.ts"
import { studentQuantile } from "../noise/student-distribution.ts"
import { heldOutNoise, type HeldOutErrors } from "./held-out-noise.ts"

/** Structures of given weights with errors of known noise, beside what parameters leave open. */
function drawn(sigma: number, degrees: number, weights: readonly number[], open: number): HeldOutErrors[] {
  const random = seedRandom(77)
  return weights.map((weight) => {
    const [noise, own] = [new Float64Array(300), new Float64Array(300)]
    normals(random, noise)
    normals(random, own)
    // Quantiles in the place of draws: noise of exactly that distribution.
    const exact = noise.map((_, i) => (sigma / Math.sqrt(weight)) * studentQuantile((i + 0.5) / noise.length, degrees))
    return { errors: exact.map((error, i) => error + Math.sqrt(open) * own[i]), open: new Float64Array(300).fill(open), weight }
  })
}

test.each([
  [0.013, Infinity, 0],
  [0.13, Infinity, 0.004],
  [4.1, 3, 0],
  [4.1, 3, 2.2],
])("noise of scale %f and ν = %f is found beside what parameters leave open, %f", (sigma, degrees, open) => {
  const found = heldOutNoise(drawn(sigma, degrees, [1, 4, 0.3, 1.7], open), degrees)
  expect(Math.abs(found / sigma - 1)).toBeLessThan(open > 0 ? 0.06 : 0.02)
})

test("without anything open normal noise is the weighted root mean square", () => {
  assert(
    property(
      array(
        tuple(float64Array({ minLength: 1, maxLength: 9, min: 0.01, max: 3, noNaN: true }), double({ min: 0.1, max: 7, noNaN: true })),
        {
          minLength: 1,
        },
      ),
      (list) => {
        const parts = list.map(([errors, weight]) => ({ errors, open: new Float64Array(errors.length), weight }))
        const count = parts.reduce((sum, { errors }) => sum + errors.length, 0)
        const squares = parts.reduce((sum, { errors, weight }) => sum + weight * errors.reduce((own, error) => own + error ** 2, 0), 0)
        expect(heldOutNoise(parts, Infinity) / Math.sqrt(squares / count)).toBeCloseTo(1, 2)
      },
    ),
    { numRuns: 30 },
  )
})

test("errors that parameters explain leave next to no noise, and none at all none", () => {
  const errors = drawn(1e-9, Infinity, [1, 1], 0.09)
  expect(heldOutNoise(errors, Infinity)).toBeLessThan(0.1)
  expect(heldOutNoise([{ errors: new Float64Array(4), open: new Float64Array(4).fill(0.1), weight: 1 }], Infinity)).toBe(0)
})
