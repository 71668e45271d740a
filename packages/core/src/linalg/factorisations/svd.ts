import { FEW_COLUMNS } from "../dense/kernel-arrays.ts"
import { svdByBlocks } from "./svd-by-blocks.ts"
import { type Svd, svdPlainly } from "./svd-plainly.ts"

export type { Svd }

/**
 * Singular value decomposition. Up to 48 columns small values have the digits that badly scaled columns put there; beyond, they are good
 * to rounding of the largest one, and so columns of U whose values are below n ε of it mean nothing. Scale columns first where that matters.
 *
 * @param A row-major `[m × n]`, m ≥ n, left as it was
 */
export function svd(A: Float64Array, m: number, n: number): Svd {
  if (m < n) throw new RangeError(`svd: ${m} rows are fewer than ${n} columns; take the transpose`)
  return n <= FEW_COLUMNS ? svdPlainly(A, m, n) : svdByBlocks(A, m, n)
}
