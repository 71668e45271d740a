import { accumulate } from "../linalg/triangle/accumulate.ts"
import { emptyTriangle, type Triangle } from "../linalg/triangle/triangle.ts"

/** Rows gathered before they are reflected into the triangle together. */
const ROOM = 128

/** Gathers rows `[J | r]` of one class into its triangle. */
export interface RowBuffer {
  /** The array to write the next row to and the index of its first entry; the row is zeroed. */
  next(): { readonly rows: Float64Array; readonly at: number }
  /** The triangle of all rows so far. */
  finish(): Triangle
}

/** A buffer for rows of `n` columns and a residual. */
export function createRowBuffer(n: number): RowBuffer {
  const width = n + 1
  const rows = new Float64Array(ROOM * width)
  let triangle = emptyTriangle(n)
  let count = 0
  const flush = (): void => {
    if (count > 0) triangle = accumulate(triangle, rows, count)
    count = 0
  }
  return {
    next: () => {
      if (count === ROOM) flush()
      const at = count * width
      count++
      rows.fill(0, at, at + width)
      return { rows, at }
    },
    finish: () => {
      flush()
      return triangle
    },
  }
}
