import { expect, test } from "vitest"
import { gradientOf } from "../../linalg/triangle/measures.ts"
import { triangleOf } from "../../linalg/triangle/combine-rows.ts"
import { factorOf } from "../../linalg/triangle/triangle.ts"
import { normal, random } from "../../objective/fixtures/data.ts"
import { studentWeight } from "../../solve/linear/student-weight.ts"
import { tailInformation } from "./tail-information.ts"

const nu = 2.5

test("what rows of heavy tails say is the expected information, and the gradient stays", () => {
  const gauss = normal(random(3))
  const rows = Float64Array.from({ length: 4 * 40 }, gauss)
  const triangle = triangleOf(rows, 40, 3)
  const told = tailInformation(triangle, nu)
  gradientOf(told).forEach((slope, k) => expect(slope).toBeCloseTo(gradientOf(triangle)[k], 12))
  const factor = factorOf(triangle)
  const part = (nu + 1) / (nu + 3)
  factorOf(told).forEach((value, k) => expect(value ** 2).toBeCloseTo(part * factor[k] ** 2, 12))
  expect(told.rows).toBe(40)
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
