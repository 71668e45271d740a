import { kernels } from "../../kernels/kernels.ts"
import { blockAt, transposed } from "../dense/backend.ts"
import { dense } from "../dense/dense.ts"
import { BLOCK, FEW_COLUMNS, kernelColumns, kernelCopy } from "../dense/kernel-arrays.ts"

/** L with L Lᵀ = A, lower triangular, row-major `[n × n]`; or the first row at which A turned out not to be positive definite. */
export type Cholesky = { readonly ok: true; readonly L: Float64Array } | { readonly ok: false; readonly row: number }

/**
 * Cholesky factor of a symmetric positive definite matrix; only the lower triangle of A is read. n³/3 flops.
 *
 * @param A row-major `[n × n]`
 */
export function cholesky(A: Float64Array, n: number): Cholesky {
  return n <= FEW_COLUMNS ? choleskyPlainly(A, n) : choleskyByBlocks(A, n)
}

function choleskyByBlocks(A: Float64Array, n: number): Cholesky {
  const { heap, exports } = kernels()
  return heap.scope(() => {
    // The lower triangle of A, transposed, turns into R = Lᵀ.
    const R = kernelColumns(kernelCopy(A), n, n, n)
    for (let i = 0; i < n; i += BLOCK) {
      const next = Math.min(n, i + BLOCK)
      const rest = n - next
      const diagonal = R.byteOffset + 8 * i * (n + 1)
      const failed = exports["choleskyBlock"]!(next - i, diagonal, 8 * n)
      if (failed >= 0) return { ok: false, row: i + failed }
      exports["solveLowerBlock"]!(next - i, rest, diagonal, 8 * n, R.byteOffset + 8 * (i * n + next), 8 * n)
      for (let j = next; j < n; j += BLOCK) {
        const count = Math.min(BLOCK, n - j)
        const across = blockAt(R, n, i * n + j)
        dense().multiply(count, n - j, next - i, -1, transposed(across), across, blockAt(R, n, j * (n + 1)))
      }
    }
    for (let i = 1; i < n; i++) R.fill(0, i * n, i * n + i)
    return { ok: true, L: kernelColumns(R, n, n, n).slice() }
  })
}

/** The twin of the blocked one in tests. */
export function choleskyPlainly(A: Float64Array, n: number): Cholesky {
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
