import { blockAt, transposed } from "../../linalg/dense/backend.ts"
import { dense } from "../../linalg/dense/dense.ts"
import { kernelCopy } from "../../linalg/dense/kernel-arrays.ts"
import { kernels } from "../../kernels/kernels.ts"
import { triangleOf } from "../../linalg/triangle/combine-rows.ts"
import { invertUpper } from "../../linalg/triangle/solve-triangular.ts"
import { factorOf } from "../../linalg/triangle/triangle.ts"

/** Coefficients that may be above one by so much: swaps end. */
const VOLUME_TOLERANCE = 0.01

/** A row that took the place of another one. */
export interface Swap {
  /** Index among the rows that were offered. */
  readonly row: number
  /** Place in the square matrix. */
  readonly place: number
}

/**
 * Exchanges rows of a square matrix A for others of U while that makes |det A| larger: with C = U A⁻¹, row i in place j multiplies it by
 * |C_ij|, so the largest entry goes first, until none is above 1 + tolerance. Every row of U is then a combination of rows of A with
 * coefficients of at most that size.
 *
 * S. A. Goreinov, I. V. Oseledets, D. V. Savostyanov, E. E. Tyrtyshnikov, N. L. Zamarashkin, How to find a good submatrix (2010),
 * doi:10.1142/9789812836021_0015.
 *
 * @param C `U A⁻¹`, row-major `[rows × rank]`; afterwards that of the new A
 * @returns the places that changed, each with the row that is there now
 */
export function growVolume(C: Float64Array, rank: number, tolerance: number = VOLUME_TOLERANCE): readonly Swap[] {
  const rows = rank === 0 ? 0 : C.length / rank
  const holders = new Map<number, number>()
  const pivot = new Float64Array(rank)
  for (;;) {
    let at = 0
    for (let k = 1; k < C.length; k++) if (Math.abs(C[k]) > Math.abs(C[at])) at = k
    if (C.length === 0 || !(Math.abs(C[at]) > 1 + tolerance)) break
    const [row, place] = [Math.floor(at / rank), at % rank]
    holders.set(place, row)
    pivot.set(C.subarray(row * rank, (row + 1) * rank))
    const value = pivot[place]
    pivot[place] -= 1
    for (let i = 0; i < rows; i++) {
      const factor = C[i * rank + place] / value
      if (factor !== 0) for (let k = 0; k < rank; k++) C[i * rank + k] -= factor * pivot[k]
    }
  }
  return Array.from(holders, ([place, row]) => ({ row, place }))
}

/** A⁻¹ of a square matrix that is well conditioned, `R⁻¹R⁻ᵀAᵀ` with RᵀR = AᵀA; row-major `[rank × rank]`. */
export function invertSquare(A: Float64Array, rank: number): Float64Array {
  const { heap } = kernels()
  const wide = new Float64Array(rank * (rank + 1))
  for (let i = 0; i < rank; i++) wide.set(A.subarray(i * rank, (i + 1) * rank), i * (rank + 1))
  const own = invertUpper(factorOf(triangleOf(wide, rank, rank)), rank, rank)
  return heap.scope(() => {
    const X = blockAt(kernelCopy(own), rank)
    const [half, inverse] = [heap.f64(rank * rank), heap.f64(rank * rank)]
    dense().multiply(rank, rank, rank, 1, transposed(X), transposed(blockAt(kernelCopy(A), rank)), blockAt(half, rank))
    dense().multiply(rank, rank, rank, 1, X, blockAt(half, rank), blockAt(inverse, rank))
    return inverse.slice()
  })
}

/** `rows × matrix`, `[count × rank]` of `[count × width]` and `[width × rank]`. */
export function product(rows: Float64Array, count: number, width: number, matrix: Float64Array, rank: number): Float64Array {
  const { heap } = kernels()
  return heap.scope(() => {
    const out = heap.f64(count * rank)
    dense().multiply(count, rank, width, 1, blockAt(kernelCopy(rows), width), blockAt(kernelCopy(matrix), rank), blockAt(out, rank))
    return out.slice()
  })
}
