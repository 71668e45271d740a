import { expect, test } from "vitest"
import { gradientOf } from "../../linalg/triangle/measures.ts"
import { triangleOf } from "../../linalg/triangle/combine-rows.ts"
import { solveUpper } from "../../linalg/triangle/solve-triangular.ts"
import { factorOf, projectionOf } from "../../linalg/triangle/triangle.ts"
import { covarianceFactor, standardErrors } from "../../inference/covariance.ts"
import { normal, random } from "../../objective/fixtures/data.ts"
import { studentWeight } from "../../solve/linear/student-weight.ts"
import { tailInformation } from "./tail-information.ts"
import { tailPart } from "./tail-part.ts"

const nu = 2.5

test("what rows of heavy tails say is the expected information, and the gradient stays", () => {
  const gauss = normal(random(3))
  const rows = Float64Array.from({ length: 4 * 40 }, gauss)
  const triangle = triangleOf(rows, 40, 3)
  const told = tailInformation(triangle, tailPart(nu))
  gradientOf(told).forEach((slope, k) => expect(slope).toBeCloseTo(gradientOf(triangle)[k], 12))
  const factor = factorOf(triangle)
  const part = (nu + 1) / (nu + 3)
  factorOf(told).forEach((value, k) => expect(value ** 2).toBeCloseTo(part * factor[k] ** 2, 12))
  expect(told.rows).toBe(40)
})

/** Sums of the weights of residuals z. */
function sumsOf(z: readonly number[]): { readonly weights: number; readonly squares: number } {
  const weights = z.map((one) => studentWeight(one, nu))
  return { weights: weights.reduce((sum, w) => sum + w, 0), squares: weights.reduce((sum, w) => sum + w * w, 0) }
}

test("the observed part is that of the second derivatives of ln p, and of few rows next to the expected one", () => {
  const gauss = normal(random(8))
  const z = Array.from({ length: 20_000 }, () => 1.3 * gauss())
  const slope = (one: number): number => one * studentWeight(one, nu)
  const h = 1e-5
  const seconds = z.reduce((sum, one) => sum + (slope(one + h) - slope(one - h)) / (2 * h), 0)
  expect(tailPart(nu, sumsOf(z))).toBeCloseTo(seconds / sumsOf(z).weights, 2)
  expect(Math.abs(tailPart(nu, sumsOf(z)) - tailPart(nu))).toBeGreaterThan(0.02)
  expect(tailPart(nu, sumsOf([]))).toBeCloseTo((nu + 1) / (nu + 3), 14)
  expect(tailPart(nu, sumsOf([4, -5, 6]))).toBeGreaterThan(0.4)
})

test("intervals of 68 and 95 % hold the parameters of a regression as often as they say", () => {
  const uniform = random(11)
  const gauss = normal(uniform)
  const degrees = 3
  const student = (): number => gauss() / Math.sqrt((gauss() ** 2 + gauss() ** 2 + gauss() ** 2) / degrees)
  const [repeats, rows, size, sigma] = [600, 60, 3, 0.7]
  const pulls: number[] = []
  for (let repeat = 0; repeat < repeats; repeat++) {
    const J = Array.from({ length: rows }, () => Float64Array.from({ length: size }, gauss))
    // The truth is zero.
    const noise = J.map(() => sigma * student())
    let x = new Float64Array(size)
    let triangle = triangleOf(new Float64Array(0), 0, size)
    let weights: number[] = []
    for (let round = 0; round < 15; round++) {
      const residuals = J.map((row, i) => row.reduce((sum, value, k) => sum + value * x[k], -noise[i]))
      weights = residuals.map((r) => studentWeight(r / sigma, degrees))
      const weighed = J.flatMap((row, i) => [...row, residuals[i]].map((value) => (Math.sqrt(weights[i]) * value) / sigma))
      triangle = triangleOf(Float64Array.from(weighed), rows, size)
      const step = solveUpper(factorOf(triangle), size, size, projectionOf(triangle))
      x = x.map((value, k) => value - step[k])
    }
    const part = tailPart(degrees, {
      weights: weights.reduce((sum, w) => sum + w, 0),
      squares: weights.reduce((sum, w) => sum + w * w, 0),
    })
    const errors = standardErrors(covarianceFactor(tailInformation(triangle, part)))
    x.forEach((value, k) => pulls.push(value / errors[k]!))
  }
  const within = (width: number): number => pulls.filter((pull) => Math.abs(pull) < width).length / pulls.length
  expect(Math.abs(within(0.994458) - 0.68)).toBeLessThan(0.03)
  expect(Math.abs(within(1.959964) - 0.95)).toBeLessThan(0.02)
})

test("(ν + 1)/(ν + 3) is the mean square of the slope of ln p, and Σ w alone overstates it", () => {
  // Quadrature over t by t = √ν tan φ, whose density is proportional to cos^(ν − 1) φ.
  const steps = 20_000
  let [total, squares, weights] = [0, 0, 0]
  for (let k = 0; k < steps; k++) {
    const angle = ((k + 0.5) / steps - 0.5) * Math.PI
    const t = Math.sqrt(nu) * Math.tan(angle)
    const density = Math.cos(angle) ** (nu - 1)
    const weight = studentWeight(t, nu)
    total += density
    squares += density * (weight * t) ** 2
    weights += density * weight
  }
  expect(squares / total).toBeCloseTo((nu + 1) / (nu + 3), 6)
  expect(weights / total).toBeCloseTo(1, 6)
})
