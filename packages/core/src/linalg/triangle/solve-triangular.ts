/**
 * Solves R x = b by back substitution, R the upper triangle in the leading n × n block of a row-major matrix of `stride` columns.
 * A zero on the diagonal gives infinities: callers who cannot exclude it use `pivotedQr` or `svd`.
 */
export function solveUpper(R: Float64Array, stride: number, n: number, b: Float64Array): Float64Array {
  const x = b.slice(0, n)
  for (let i = n - 1; i >= 0; i--) {
    let sum = x[i]
    for (let j = i + 1; j < n; j++) sum -= R[i * stride + j] * x[j]
    x[i] = sum / R[i * stride + i]
  }
  return x
}

/** Solves Rᵀ x = b by forward substitution, R stored as for `solveUpper`. */
export function solveUpperTransposed(R: Float64Array, stride: number, n: number, b: Float64Array): Float64Array {
  const x = b.slice(0, n)
  for (let i = 0; i < n; i++) {
    const xi = x[i] / R[i * stride + i]
    x[i] = xi
    for (let j = i + 1; j < n; j++) x[j] -= R[i * stride + j] * xi
  }
  return x
}

/** R⁻¹, row-major `[n × n]`, upper triangular. */
export function invertUpper(R: Float64Array, stride: number, n: number): Float64Array {
  const inverse = new Float64Array(n * n)
  for (let i = n - 1; i >= 0; i--) {
    const diagonal = 1 / R[i * stride + i]
    const row = i * n
    for (let k = i + 1; k < n; k++) {
      const factor = -diagonal * R[i * stride + k]
      if (factor === 0) continue
      for (let j = k; j < n; j++) inverse[row + j] += factor * inverse[k * n + j]
    }
    inverse[row + i] = diagonal
  }
  return inverse
}
