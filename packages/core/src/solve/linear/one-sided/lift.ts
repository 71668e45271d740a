import { cholesky } from "../../../linalg/factorisations/cholesky.ts"
import { solveUpperTransposed } from "../../../linalg/triangle/solve-triangular.ts"
import { triangleOf } from "../../../linalg/triangle/combine-rows.ts"
import { solveBounded } from "../solve-bounded.ts"
import type { LinearPenalty } from "../system.ts"

/** One row √α (G x + g) of a one-sided penalty. */
export type OneSidedRow = LinearPenalty["rows"][number]

/** Where a minimum goes to when some rows are kept from falling below zero. */
export interface Lifted {
  readonly x: Float64Array
  /** Rows that are below zero there all the same, and so count. */
  readonly short: readonly OneSidedRow[]
}

/** Rounds in which rows join that others have pushed below zero. */
const ROUNDS = 50

/** Rows above minus this, beside the largest shortfall at the beginning, are not short. */
const ROUNDING = 1e-9

/**
 * The x that minimises (x − x₀)ᵀ A (x − x₀) + Σ_i min(0, g_i + G_i x)²: rows above zero say nothing. With K = G A⁻¹ Gᵀ the shortfalls λ ≥ 0
 * minimise ½ λᵀ(K + 1)λ + λᵀ(g + G x₀), by non-negative least squares, and x = x₀ + A⁻¹ Gᵀ λ. Only rows that are ever below zero take part.
 *
 * @param start x₀, the minimum without the rows; @param solve A⁻¹ b
 */
export function liftRows(rows: readonly OneSidedRow[], start: Float64Array, solve: (b: Float64Array) => Float64Array): Lifted {
  const heights = rows.map((row) => heightOf(row, start))
  const deepest = heights.reduce((least, height) => Math.min(least, height), 0)
  const used: number[] = []
  const directions: Float64Array[] = []
  let x = start
  let shortfalls: Float64Array = new Float64Array(0)
  for (let round = 0; round < ROUNDS; round++) {
    const joining = rows.flatMap((row, i) => (used.includes(i) || heightOf(row, x) >= ROUNDING * deepest ? [] : [i]))
    if (joining.length === 0) break
    for (const i of joining) {
      const normal = new Float64Array(start.length)
      rows[i].columns.forEach((column, at) => (normal[column] += rows[i].coefficients[at]))
      used.push(i)
      directions.push(solve(normal))
    }
    shortfalls = shortfallsOf(
      used.map((i) => rows[i]),
      used.map((i) => heights[i]),
      directions,
    )
    x = start.map((value, k) => directions.reduce((sum, direction, i) => sum + shortfalls[i] * direction[k], value))
  }
  return { x, short: used.flatMap((i, at) => (shortfalls[at] > 0 ? [rows[i]] : [])) }
}

function heightOf({ columns, coefficients, offset }: OneSidedRow, x: Float64Array): number {
  return columns.reduce((sum, column, at) => sum + coefficients[at] * x[column], offset)
}

function shortfallsOf(rows: readonly OneSidedRow[], heights: readonly number[], directions: readonly Float64Array[]): Float64Array {
  const m = rows.length
  const K = new Float64Array(m * m)
  rows.forEach((row, i) =>
    directions.forEach((direction, j) => (K[i * m + j] = heightOf({ ...row, offset: 0 }, direction) + (i === j ? 1 : 0))),
  )
  const factor = cholesky(K, m)
  if (!factor.ok) throw new RangeError("one-sided rows of a problem without a single minimum")
  const { L } = factor
  const upper = Float64Array.from(L, (_, at) => L[(at % m) * m + Math.floor(at / m)])
  // ‖Lᵀ λ + L⁻¹ h‖² = λᵀ(K + 1)λ + 2 λᵀh + …
  const right = solveUpperTransposed(upper, m, m, Float64Array.from(heights))
  const stacked = new Float64Array(m * (m + 1))
  for (let i = 0; i < m; i++) {
    stacked.set(upper.subarray(i * m, (i + 1) * m), i * (m + 1))
    stacked[i * (m + 1) + m] = right[i]
  }
  return solveBounded(triangleOf(stacked, m, m), new Float64Array(m), new Float64Array(m).fill(Infinity)).value
}
