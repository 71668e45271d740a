/** L with L Lᵀ = A, lower triangular, row-major `[n × n]`; or the first row at which A turned out not to be positive definite. */
export type Cholesky = { readonly ok: true; readonly L: Float64Array } | { readonly ok: false; readonly row: number }

/**
 * Cholesky factor of a symmetric positive definite matrix; only the lower triangle of A is read. n³/3 flops.
 *
 * @param A row-major `[n × n]`
 */
export function cholesky(A: Float64Array, n: number): Cholesky {
  const L = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = A[i * n + j]
      for (let k = 0; k < j; k++) sum -= L[i * n + k] * L[j * n + k]
      if (j < i) {
        L[i * n + j] = sum / L[j * n + j]
      } else {
        if (!(sum > 0)) return { ok: false, row: i }
        L[i * n + i] = Math.sqrt(sum)
      }
    }
  }
  return { ok: true, L }
}

/** Solves L Lᵀ x = b. */
export function solveCholesky(L: Float64Array, n: number, b: Float64Array): Float64Array {
  const x = b.slice(0, n)
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i] -= L[i * n + k] * x[k]
    x[i] /= L[i * n + i]
  }
  for (let i = n - 1; i >= 0; i--) {
    x[i] /= L[i * n + i]
    for (let k = 0; k < i; k++) x[k] -= L[i * n + k] * x[i]
  }
  return x
}
