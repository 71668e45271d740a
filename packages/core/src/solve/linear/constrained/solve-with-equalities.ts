import { qr, rankOf } from "../../../linalg/factorisations/qr.ts"
import { transformColumns } from "../../../linalg/triangle/change-columns.ts"
import { columnNorms } from "../../../linalg/triangle/measures.ts"
import { solveUpperTransposed } from "../../../linalg/triangle/solve-triangular.ts"
import type { Triangle } from "../../../linalg/triangle/triangle.ts"
import { solveLinear } from "../solve-linear.ts"
import { type LinearConstraint, slackOf } from "./constraint.ts"

/** Part of its size by which a superfluous condition may miss the others before they contradict each other. */
const CONTRADICTION = 1e-8

/**
 * The x that minimises ‖r + J x‖² among those with C x = d, by the null space of C: x = Y y + Z z with the columns of Z orthonormal and
 * C Z = 0. Columns are scaled to unit norm first. Conditions that repeat others are left out.
 *
 * Source: Golub & Van Loan, Matrix Computations, 4th ed., §6.2.
 * @throws RangeError for conditions that contradict each other
 */
export function solveWithEqualities(triangle: Triangle, constraints: readonly LinearConstraint[]): Float64Array {
  const { n } = triangle
  if (constraints.length === 0) return solveLinear(triangle).value
  const scale = columnNorms(triangle).map((size) => (size > 0 ? 1 / size : 1))
  const count = constraints.length
  const transposed = new Float64Array(n * count)
  const target = new Float64Array(count)
  constraints.forEach(({ columns, coefficients, value }, c) => {
    columns.forEach((column, at) => (transposed[column * count + c] += coefficients[at] * scale[column]))
    let size = 0
    for (let k = 0; k < n; k++) size = Math.hypot(size, transposed[k * count + c])
    // Each condition in units of its own row: none counts for more than another.
    const unit = size > 0 ? size : 1
    for (let k = 0; k < n; k++) transposed[k * count + c] /= unit
    target[c] = value / unit
  })
  // The unit matrix beside Cᵀ makes Q square, so that its last columns span the null space.
  const { permutation, R } = qr(transposed, n, count)
  const rank = rankOf(R, Math.min(n, count), count)
  const width = rank + n
  const beside = new Float64Array(n * width)
  for (let k = 0; k < n; k++) {
    for (let c = 0; c < rank; c++) beside[k * width + c] = transposed[k * count + permutation[c]]
    beside[k * width + rank + k] = 1
  }
  const factors = qr(beside, n, width, { pivot: false })
  const Q = factors.Q()
  const leading = Float64Array.from({ length: rank * rank }, (_, at) => factors.R[Math.floor(at / rank) * width + (at % rank)])
  const y = solveUpperTransposed(
    leading,
    rank,
    rank,
    Float64Array.from({ length: rank }, (_, c) => target[permutation[c]]),
  )
  const particular = new Float64Array(n)
  for (let k = 0; k < n; k++) for (let c = 0; c < rank; c++) particular[k] += Q[k * n + c] * y[c] * scale[k]
  const free = n - rank
  const Z = Float64Array.from({ length: n * free }, (_, at) => {
    const k = Math.floor(at / free)
    return Q[k * n + rank + (at % free)] * scale[k]
  })
  const z = free > 0 ? solveLinear(transformColumns(triangle, Z, free, particular)).value : new Float64Array(0)
  const x = particular
  for (let k = 0; k < n; k++) for (let j = 0; j < free; j++) x[k] += Z[k * free + j] * z[j]
  for (const constraint of constraints) {
    const size = constraint.columns.reduce(
      (sum, column, at) => sum + Math.abs(constraint.coefficients[at] * x[column]),
      Math.abs(constraint.value),
    )
    if (Math.abs(slackOf(constraint, x)) > CONTRADICTION * size)
      throw new RangeError("the conditions on the unknowns contradict each other")
  }
  return x
}
