import { kernels } from "../../kernels/kernels.ts"
import { type Block, blockAt, transposed } from "../dense/backend.ts"
import { dense } from "../dense/dense.ts"
import { BLOCK, FEW_COLUMNS, kernelCopy } from "../dense/kernel-arrays.ts"
import { type SymmetricEigen, symmetricEigenPlainly } from "./symmetric-eigen-plainly.ts"
import { tridiagonalEigen } from "./tridiagonal-eigen.ts"

export type { SymmetricEigen }

/** Rows brought to tridiagonal form before the rest of the matrix is updated. */
const PANEL = 32

/**
 * Eigenvalues and eigenvectors of a symmetric matrix; only its upper triangle is read. Up to 48 rows by Jacobi rotations, which give
 * small values of positive definite matrices with the digits the matrix gives them (Demmel & Veselić, DOI 10.1137/0613074); beyond by
 * tridiagonal form and divide and conquer, to rounding of the largest value. NaN anywhere gives NaN everywhere.
 *
 * @param A row-major `[n × n]`, left as it was
 */
export function symmetricEigen(A: Float64Array, n: number): SymmetricEigen {
  return n <= FEW_COLUMNS ? symmetricEigenPlainly(A, n) : symmetricEigenByBlocks(A, n)
}

function symmetricEigenByBlocks(A: Float64Array, n: number): SymmetricEigen {
  const unit = evenUnit(A, n)
  if (unit === undefined) return { values: new Float64Array(n).fill(NaN), vectors: new Float64Array(n * n).fill(NaN) }
  const { heap } = kernels()
  return heap.scope(() => {
    const { a, diagonal, beside, tau } = tridiagonalForm(A, n, unit)
    const rows = heap.f64(n * n)
    const values = tridiagonalEigen(diagonal, beside, rows)
    turnBack(a, n, tau, rows)
    const vectors = new Float64Array(n * n)
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) vectors[i * n + j] = rows[j * n + i]
    return { values: values.map((value) => value * unit), vectors }
  })
}

/** A power of two near the largest entry, so that squares neither overflow nor vanish and no digit changes; `undefined` with NaN or ∞. */
export function evenUnit(A: Float64Array, n: number): number | undefined {
  let largest = 0
  for (let i = 0; i < n; i++) for (let j = i; j < n; j++) largest = Math.max(largest, Math.abs(A[i * n + j]))
  if (!(largest < Infinity)) return undefined
  return largest > 0 ? 2 ** Math.max(-1000, Math.min(1000, Math.round(Math.log2(largest)))) : 1
}

/** A/unit in tridiagonal form, in the heap's scope; below, `a` holds the reflections, whose factors are `tau`. */
export function tridiagonalForm(
  A: Float64Array,
  n: number,
  unit: number,
): { readonly a: Float64Array; readonly diagonal: Float64Array; readonly beside: Float64Array; readonly tau: Float64Array } {
  const { heap } = kernels()
  const a = kernelCopy(A.subarray(0, n * n))
  for (let i = 0; i < n * n; i++) a[i] /= unit
  const [diagonal, beside, tau] = [heap.f64(n), heap.f64(n), heap.f64(n)]
  toTridiagonal(a, n, diagonal, beside, tau)
  return { a, diagonal, beside, tau }
}

/** Brings a symmetric matrix in kernel memory to tridiagonal form; below, `a` holds the reflections, whose factors are `tau`. */
function toTridiagonal(a: Float64Array, n: number, diagonal: Float64Array, beside: Float64Array, tau: Float64Array): void {
  const { heap, exports } = kernels()
  const V = heap.f64(PANEL * n)
  const W = heap.f64(PANEL * n)
  for (let k = 0; k < n; k += PANEL) {
    const count = Math.min(PANEL, n - k)
    const outputs = [V, W, diagonal, beside, tau].map((array) => array.byteOffset)
    exports["tridiagonalise"]!(n, k, count, a.byteOffset, 8 * n, ...outputs)
    for (let j = k + count; j < n; j += BLOCK) {
      const size = Math.min(BLOCK, n - j)
      const target = blockAt(a, n, j * (n + 1))
      const [v, w] = [blockAt(V, n, j), blockAt(W, n, j)]
      dense().multiply(size, n - j, count, -1, transposed(v), w, target)
      dense().multiply(size, n - j, count, -1, transposed(w), v, target)
    }
  }
}

/** Eigenvectors (rows) of the tridiagonal matrix turn into those of A by its reflections, a block at a time, the last first. */
function turnBack(a: Float64Array, n: number, tau: Float64Array, rows: Float64Array): void {
  const { heap, exports } = kernels()
  const T = heap.f64(BLOCK * BLOCK)
  const work = heap.f64(BLOCK * BLOCK + exports["productScratch"]!(), "anything")
  const W = heap.f64(n * BLOCK, "anything")
  const change = heap.f64(n * BLOCK, "anything")
  for (let k = BLOCK * Math.floor((n - 2) / BLOCK); k >= 0; k -= BLOCK) {
    const count = Math.min(BLOCK, n - 1 - k)
    const length = n - k - 1
    // Left of a head stands what the reflection does not touch.
    for (let i = 1; i < count; i++) a.fill(0, (k + i) * n + k + 1, (k + i) * n + k + i + 1)
    const V: Block = blockAt(a, n, k * n + k + 1)
    exports["combineReflections"]!(count, length, V.data.byteOffset, 8 * n, tau.byteOffset + 8 * k, T.byteOffset, work.byteOffset)
    const target = blockAt(rows, n, k + 1)
    W.fill(0, 0, n * count)
    change.fill(0, 0, n * count)
    dense().multiply(n, count, length, 1, target, transposed(V), blockAt(W, count))
    dense().multiply(n, count, count, 1, blockAt(W, count), transposed(blockAt(T, count)), blockAt(change, count))
    dense().multiply(n, length, count, -1, blockAt(change, count), V, target)
  }
}
