import { addPrior } from "../../linalg/triangle/add-prior.ts"
import { triangleOf } from "../../linalg/triangle/combine-rows.ts"
import { columnNorms } from "../../linalg/triangle/measures.ts"
import { solveUpper, solveUpperTransposedMany } from "../../linalg/triangle/solve-triangular.ts"
import { factorOf, projectionOf, type Triangle } from "../../linalg/triangle/triangle.ts"
import { solveBounded } from "./solve-bounded.ts"
import { addPenalty } from "./stack-system.ts"
import type { LinearPenalty } from "./system.ts"

/** Ridge, beside the norms of the columns, that stands in for directions which nothing else knows. */
const LOOSE = 1e-9

/**
 * A triangle with those of some rows added that are short of zero at the minimum x of
 *
 *     ‖r + J x‖² + α Σ_i min(0, g_i + G_i x)²
 *
 * of which x then is the minimum without any `min`: rows that are above zero say nothing. The rows are not counted.
 *
 * With `R` the factor of the triangle, x₀ its own minimum and Z = R⁻ᵀ √α Gᵀ, the shortfalls λ ≥ 0 minimise ½ λᵀ(ZᵀZ + 1)λ + λᵀ√α(g + G x₀): a problem of as
 * many unknowns as rows, by non-negative least squares.
 */
export function addOneSided(triangle: Triangle, rows: LinearPenalty["rows"], alpha: number): Triangle {
  if (alpha === 0 || rows.length === 0) return triangle
  const { n } = triangle
  const m = rows.length
  const { R, x } = minimumOf(triangle)
  const root = Math.sqrt(alpha)
  const excess = rows.map(({ columns, coefficients, offset }) => {
    return root * columns.reduce((sum, column, at) => sum + coefficients[at] * x[column], offset)
  })
  if (excess.every((value) => value >= 0)) return triangle
  const normals = new Float64Array(n * m)
  rows.forEach(({ columns, coefficients }, i) => columns.forEach((column, at) => (normals[column * m + i] += root * coefficients[at])))
  const Z = solveUpperTransposedMany(R, n, n, normals, m)
  const stacked = new Float64Array((n + m) * (m + 1))
  for (let k = 0; k < n; k++) stacked.set(Z.subarray(k * m, (k + 1) * m), k * (m + 1))
  for (let i = 0; i < m; i++) {
    stacked[(n + i) * (m + 1) + i] = 1
    stacked[(n + i) * (m + 1) + m] = excess[i]
  }
  const shortfalls = solveBounded(triangleOf(stacked, n + m, m), new Float64Array(m), new Float64Array(m).fill(Infinity)).value
  const short = rows.filter((_, i) => shortfalls[i] > 0)
  return addPenalty({ ...triangle, data: triangle.data.slice() }, { rows: short }, alpha)
}

/** The minimum of a triangle and a factor of full rank. */
function minimumOf(triangle: Triangle): { readonly R: Float64Array; readonly x: Float64Array } {
  const { n } = triangle
  const norms = columnNorms(triangle)
  const own = factorOf(triangle)
  const full = norms.every((norm, k) => Math.abs(own[k * (n + 1)]) > LOOSE ** 1.5 * norm)
  const steady = full
    ? triangle
    : addPrior(
        triangle,
        Float64Array.from(norms, (norm) => LOOSE * (norm || 1)),
      )
  const R = full ? own : factorOf(steady)
  const x = solveUpper(
    R,
    n,
    n,
    projectionOf(steady).map((value) => -value),
  )
  return { R, x }
}
