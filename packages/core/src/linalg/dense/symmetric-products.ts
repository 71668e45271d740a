import { kernels } from "../../kernels/kernels.ts"
import { blockAt, transposed } from "./backend.ts"
import { dense } from "./dense.ts"
import { kernelCopy } from "./kernel-arrays.ts"

/** Rows or columns of the result that are made together. */
const PANEL = 128

/**
 * TᵀT of an upper trapezoidal T, symmetric, row-major `[n × n]`; about n² height flops.
 *
 * @param T row-major `[height × stride]`, of which the first n columns count
 */
export function transposeTimesUpper(T: Float64Array, stride: number, height: number, n: number): Float64Array {
  const { heap } = kernels()
  return heap.scope(() => {
    const rows = kernelCopy(T.subarray(0, height * stride))
    const C = heap.f64(n * n)
    for (let i = 0; i < n; i += PANEL) {
      const count = Math.min(PANEL, n - i)
      const left = transposed(blockAt(rows, stride, i))
      dense().multiply(count, n - i, Math.min(height, i + count), 1, left, blockAt(rows, stride, i), blockAt(C, n, i * (n + 1)))
    }
    return mirrored(C, n)
  })
}

/** W Wᵀ of an upper triangular W, symmetric; both row-major `[n × n]`. About n³/3 flops. */
export function upperTimesTranspose(W: Float64Array, n: number): Float64Array {
  const { heap } = kernels()
  return heap.scope(() => {
    const rows = kernelCopy(W)
    const C = heap.f64(n * n)
    for (let j = 0; j < n; j += PANEL) {
      const count = Math.min(PANEL, n - j)
      const right = transposed(blockAt(rows, n, j * (n + 1)))
      dense().multiply(j + count, count, n - j, 1, blockAt(rows, n, j), right, blockAt(C, n, j))
    }
    return mirrored(C, n)
  })
}

/** B Bᵀ, symmetric, row-major `[m × m]`, for B row-major `[m × k]`. About m² k flops. */
export function timesTranspose(B: Float64Array, m: number, k: number): Float64Array {
  const { heap } = kernels()
  return heap.scope(() => {
    const rows = kernelCopy(B)
    const C = heap.f64(m * m)
    for (let j = 0; j < m; j += PANEL) {
      const count = Math.min(PANEL, m - j)
      dense().multiply(j + count, count, k, 1, blockAt(rows, k), transposed(blockAt(rows, k, j * k)), blockAt(C, m, j))
    }
    return mirrored(C, m)
  })
}

/** A copy with the upper triangle repeated below. */
function mirrored(C: Float64Array, n: number): Float64Array {
  const out = C.slice()
  for (let i = 1; i < n; i++) for (let j = 0; j < i; j++) out[i * n + j] = out[j * n + i]
  return out
}
