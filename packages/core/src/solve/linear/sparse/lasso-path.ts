import { type SparseForm, squareOn } from "./sparse-form.ts"
import type { SparseModel } from "./sparse-path.ts"

/** A model of the path of the LASSO. */
export interface LassoModel extends SparseModel {
  readonly lambda: number
}

/** Part of ‖r‖² that the change of a coefficient may be worth at the end. */
const TOLERANCE = 1e-14

/** Passes over the coefficients for one λ at most. */
const PASSES = 10_000

/**
 * The LASSO, min ½ ‖r + J y‖² + λ Σ|y_k| for columns of unit norm, along falling λ, each from the solution before: coordinate descent on
 * the quadratic form, over the coefficients that are not zero until they stay, then over all.
 *
 * Source: Friedman, Hastie & Tibshirani, DOI 10.18637/jss.v033.i01; Tibshirani, DOI 10.1111/j.2517-6161.1996.tb02080.x.
 * @param free columns without |y_k|
 * @param lambdas falling
 */
export function lassoPath(form: SparseForm, free: readonly number[], lambdas: ArrayLike<number>): LassoModel[] {
  const { n, matrix, square } = form
  const y = new Float64Array(n)
  const slope = form.vector.slice()
  const all = Array.from({ length: n }, (_, k) => k).filter((k) => matrix[k * n + k] > 0)
  const isFree = new Uint8Array(n)
  for (const k of free) isFree[k] = 1
  const sweep = (columns: readonly number[], lambda: number): number => {
    let largest = 0
    for (const k of columns) {
      const size = matrix[k * n + k]
      const target = size * y[k] - slope[k]
      const next = shrink(target, isFree[k] === 1 ? 0 : lambda) / size
      const change = next - y[k]
      if (change === 0) continue
      y[k] = next
      const row = k * n
      for (let j = 0; j < n; j++) slope[j] += change * matrix[row + j]
      largest = Math.max(largest, size * change * change)
    }
    return largest
  }
  return Array.from(lambdas, (lambda): LassoModel => {
    for (let pass = 0; pass < PASSES;) {
      const active = all.filter((k) => y[k] !== 0 || isFree[k] === 1)
      while (pass++ < PASSES && sweep(active, lambda) > TOLERANCE * square);
      if (sweep(all, lambda) <= TOLERANCE * square) break
    }
    const columns = all.filter((k) => y[k] !== 0)
    const values = Float64Array.from(columns, (k) => y[k])
    return { lambda, columns, values, square: squareOn(form, columns, values) }
  })
}

/** The smallest λ at which all coefficients but the free ones vanish. */
export function largestLambda(form: SparseForm, free: readonly number[]): number {
  const { n, matrix } = form
  const slope = form.vector.slice()
  const [only] = lassoPath(form, free, [Number.MAX_VALUE])
  only.columns.forEach((k, at) => {
    for (let j = 0; j < n; j++) slope[j] += only.values[at] * matrix[k * n + j]
  })
  return slope.reduce((largest, value, k) => (free.includes(k) ? largest : Math.max(largest, Math.abs(value))), 0)
}

function shrink(value: number, by: number): number {
  return value > by ? value - by : value < -by ? value + by : 0
}
