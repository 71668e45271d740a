import * as fc from "fast-check"
import { expect, test } from "vitest"
import { minimise } from "./minimise.ts"

const options = { tolerance: 1e-10, longest: 0.5, stiffness: 5, evaluations: 2000 }

test("finds the minimum of any quadratic, gradients down to rounding", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 1, maxLength: 6 }), (centre) => {
      const stiffness = (i: number): number => 10 ** (i - 2)
      const { x, outcome } = minimise(
        (x) => ({
          value: x.reduce((sum, value, i) => sum + 0.5 * stiffness(i) * (value - centre[i]) ** 2, -7.3),
          gradient: x.map((value, i) => stiffness(i) * (value - centre[i])),
        }),
        new Float64Array(centre.length),
        options,
      )
      expect(outcome).toBe("converged")
      x.forEach((value, i) => expect(Math.abs(value - centre[i])).toBeLessThan(1e-10 / stiffness(i) + 1e-12))
    }),
    { numRuns: 40 },
  )
})

test("follows Rosenbrock's valley to its end at (1, 1)", () => {
  const { x, outcome } = minimise(
    ([x, y]) => ({
      value: (1 - x) ** 2 + 100 * (y - x * x) ** 2,
      gradient: Float64Array.of(-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)),
    }),
    Float64Array.of(-1.2, 1),
    options,
  )
  expect(outcome).toBe("converged")
  expect(x[0]).toBeCloseTo(1, 9)
  expect(x[1]).toBeCloseTo(1, 9)
})

test("goes round places without a value, and says when it cannot go on", () => {
  // A logarithm ends at zero; the first steps from 0.05 would cross it.
  const barrier = minimise(
    ([x]) => (x > 0 ? { value: 3 * x - Math.log(x), gradient: Float64Array.of(3 - 1 / x) } : undefined),
    Float64Array.of(0.9),
    { ...options, longest: 5, stiffness: 0.5 },
  )
  expect(barrier.outcome).toBe("converged")
  expect(barrier.x[0]).toBeCloseTo(1 / 3, 10)
  expect(minimise(() => undefined, Float64Array.of(1), options).outcome).toBe("stalled")
  expect(
    minimise(([x]) => ({ value: -x, gradient: Float64Array.of(-1) }), Float64Array.of(0), { ...options, evaluations: 50 }).outcome,
  ).toBe("limit")
  // A gradient that lies about its function leads nowhere.
  expect(minimise(([x]) => ({ value: x, gradient: Float64Array.of(-1) }), Float64Array.of(0), options).outcome).toBe("stalled")
})
