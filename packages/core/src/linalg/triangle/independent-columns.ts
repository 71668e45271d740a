import { qr, rankOf } from "../factorisations/qr.ts"
import { columnNorms } from "./measures.ts"
import { scaleColumns, selectColumns } from "./change-columns.ts"
import { factorOf, type Triangle } from "./triangle.ts"

/**
 * As many of the given columns as are linearly independent to rounding, chosen by a pivoted QR of the columns scaled to unit norm; the
 * others lie in their span.
 */
export function independentColumns(triangle: Triangle, columns: readonly number[]): readonly number[] {
  const n = columns.length
  const selected = selectColumns(triangle, columns)
  const scaled = scaleColumns(
    selected,
    columnNorms(selected).map((size) => (size > 0 ? 1 / size : 1)),
  )
  const factors = qr(factorOf(scaled), n, n)
  return Array.from(factors.permutation.subarray(0, rankOf(factors.R, n, n)), (i) => columns[i])
}
