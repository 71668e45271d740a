import { kernels } from "../../kernels/kernels.ts"
import { blockAt, transposed } from "../dense/backend.ts"
import { dense } from "../dense/dense.ts"
import { BLOCK, FEW_COLUMNS, kernelCopy } from "../dense/kernel-arrays.ts"

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

/**
 * Solves R X = B for many right-hand sides at once.
 *
 * @param R stored as for `solveUpper`
 * @param B row-major `[n × k]`, left as it was
 * @returns X, row-major `[n × k]`
 */
export function solveUpperMany(R: Float64Array, stride: number, n: number, B: Float64Array, k: number): Float64Array {
  const { heap, exports } = kernels()
  return heap.scope(() => {
    const factor = kernelCopy(R.subarray(0, n * stride))
    const X = kernelCopy(B.subarray(0, n * k))
    for (let i = lastBlock(n); i >= 0; i -= BLOCK) {
      const next = Math.min(n, i + BLOCK)
      const known = blockAt(X, k, next * k)
      dense().multiply(next - i, k, n - next, -1, blockAt(factor, stride, i * stride + next), known, blockAt(X, k, i * k))
      exports["solveUpperBlock"]!(next - i, k, factor.byteOffset + 8 * i * (stride + 1), 8 * stride, X.byteOffset + 8 * i * k, 8 * k)
    }
    return X.slice()
  })
}

/** Solves Rᵀ X = B for many right-hand sides at once, all as for `solveUpperMany`. */
export function solveUpperTransposedMany(R: Float64Array, stride: number, n: number, B: Float64Array, k: number): Float64Array {
  const { heap, exports } = kernels()
  return heap.scope(() => {
    const factor = kernelCopy(R.subarray(0, n * stride))
    const X = kernelCopy(B.subarray(0, n * k))
    for (let i = 0; i < n; i += BLOCK) {
      const next = Math.min(n, i + BLOCK)
      dense().multiply(next - i, k, i, -1, transposed(blockAt(factor, stride, i)), blockAt(X, k), blockAt(X, k, i * k))
      exports["solveLowerBlock"]!(next - i, k, factor.byteOffset + 8 * i * (stride + 1), 8 * stride, X.byteOffset + 8 * i * k, 8 * k)
    }
    return X.slice()
  })
}

/** R⁻¹, row-major `[n × n]`, upper triangular; R stored as for `solveUpper`. */
export function invertUpper(R: Float64Array, stride: number, n: number): Float64Array {
  return n <= FEW_COLUMNS ? invertPlainly(R, stride, n) : invertByBlocks(R, stride, n)
}

function invertByBlocks(R: Float64Array, stride: number, n: number): Float64Array {
  const { heap, exports } = kernels()
  return heap.scope(() => {
    const factor = kernelCopy(R.subarray(0, n * stride))
    const inverse = heap.f64(n * n)
    for (let i = 0; i < n; i++) inverse[i * (n + 1)] = 1
    for (let i = lastBlock(n); i >= 0; i -= BLOCK) {
      const next = Math.min(n, i + BLOCK)
      const rest = n - next
      const across = blockAt(factor, stride, i * stride + next)
      dense().multiply(next - i, rest, rest, -1, across, blockAt(inverse, n, next * (n + 1)), blockAt(inverse, n, i * n + next))
      const corner = 8 * i * (n + 1)
      exports["solveUpperBlock"]!(next - i, n - i, factor.byteOffset + 8 * i * (stride + 1), 8 * stride, inverse.byteOffset + corner, 8 * n)
    }
    return inverse.slice()
  })
}

/** Where the last of the blocks that n rows are cut into begins. */
function lastBlock(n: number): number {
  return BLOCK * Math.floor((n - 1) / BLOCK)
}

function invertPlainly(R: Float64Array, stride: number, n: number): Float64Array {
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
