import { cholesky, solveCholesky } from "../../linalg/factorisations/cholesky.ts"
import { invertUpper } from "../../linalg/triangle/solve-triangular.ts"
import { upperTimesTranspose } from "../../linalg/dense/symmetric-products.ts"

/** A symmetric positive definite matrix, factorised with its columns scaled to a unit diagonal. */
export interface ScaledFactor {
  /** ln det A */
  readonly logDeterminant: number
  /** Smallest square of a diagonal of the scaled factor: the least part of a column that those before it leave unexplained. */
  readonly weakestPivot: number
  /** A⁻¹ b, `[n]`. */
  solve(b: Float64Array): Float64Array
  /** A⁻¹, symmetric, row-major `[n × n]`. */
  inverse(): Float64Array
}

/**
 * Cholesky factorisation of S A S with S = diag(A_kk^−½), which no choice of units can make worse; null where A is not positive definite
 * to rounding. Only the lower triangle of `A` is read; it is overwritten.
 *
 * @param A row-major `[n × n]`
 */
export function factoriseScaled(A: Float64Array, n: number): ScaledFactor | null {
  const scale = new Float64Array(n)
  for (let k = 0; k < n; k++) {
    if (!(A[k * n + k] > 0)) return null
    scale[k] = 1 / Math.sqrt(A[k * n + k])
  }
  for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) A[i * n + j] *= scale[i] * scale[j]
  const factor = cholesky(A, n)
  if (!factor.ok) return null
  const { L } = factor
  let logDeterminant = 0
  let weakestPivot = 1
  for (let k = 0; k < n; k++) {
    logDeterminant += 2 * (Math.log(L[k * n + k]) - Math.log(scale[k]))
    weakestPivot = Math.min(weakestPivot, L[k * n + k] ** 2)
  }
  return {
    logDeterminant,
    weakestPivot,
    solve: (b) => {
      const x = solveCholesky(
        L,
        n,
        b.map((value, k) => value * scale[k]),
      )
      for (let k = 0; k < n; k++) x[k] *= scale[k]
      return x
    },
    inverse: () => {
      const C = invertFromCholesky(L, n)
      for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) C[i * n + j] *= scale[i] * scale[j]
      return C
    },
  }
}

/** (L Lᵀ)⁻¹ = L⁻ᵀL⁻¹, symmetric, row-major `[n × n]`. */
export function invertFromCholesky(L: Float64Array, n: number): Float64Array {
  const R = new Float64Array(n * n)
  for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) R[j * n + i] = L[i * n + j]
  return upperTimesTranspose(invertUpper(R, n, n), n)
}
