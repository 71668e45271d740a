import { FEW_COLUMNS } from "../dense/kernel-arrays.ts"
import { qrByBlocks } from "./qr-by-blocks.ts"
import { type Qr, qrPlainly } from "./qr-plainly.ts"

export type { Qr }

/**
 * Householder QR, with column pivoting unless `pivot` is false (Businger & Golub, DOI 10.1007/BF01436084). The norms of what is
 * left of the columns are computed afresh once downdating has cost half their digits (Drmač & Bujanović, DOI 10.1145/1377612.1377616).
 *
 * @param A row-major `[m × n]`, left as it was
 */
export function qr(A: Float64Array, m: number, n: number, options: { readonly pivot?: boolean } = {}): Qr {
  const pivot = options.pivot ?? true
  return (Math.min(m, n) > FEW_COLUMNS && qrByBlocks(A, m, n, pivot)) || qrPlainly(A, m, n, pivot)
}

/**
 * The rank a pivoted R shows: rows whose diagonal is above `tolerance` times the largest. The default, max(m, n) ε, is what rounding
 * leaves of an exact zero.
 */
export function rankOf(R: Float64Array, r: number, n: number, tolerance: number = Math.max(r, n) * Number.EPSILON): number {
  let rank = 0
  while (rank < r && Math.abs(R[rank * n + rank]) > tolerance * Math.abs(R[0])) rank++
  return rank
}
