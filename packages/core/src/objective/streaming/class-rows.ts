import { kernels } from "../../kernels/kernels.ts"
import { accumulate } from "../../linalg/triangle/accumulate.ts"
import { emptyTriangle, type Triangle } from "../../linalg/triangle/triangle.ts"

/** Rows `[J | r]` of one class on their way into its triangle, in kernel memory so that potentials write them where they stand. */
export interface ClassRows {
  /** Room for the next `count` rows, all zero; what is written there counts once `keep` says so. */
  reserve(count: number): Float64Array
  /** Takes the first `count` of the rows reserved last. */
  keep(count: number): void
  /** The triangle of all rows kept; gives the memory back. */
  finish(): Triangle
}

/** Rows reflected into a triangle together: enough to keep a blocked factorisation busy. */
const BLOCK = 512

/** Gathers rows of `columns` columns and a residual. */
export function createClassRows(columns: number): ClassRows {
  const width = columns + 1
  const { heap } = kernels()
  let rows = heap.f64(0)
  let count = 0
  let triangle = emptyTriangle(columns)
  const flush = (): void => {
    if (count > 0) triangle = accumulate(triangle, rows, count)
    count = 0
  }
  const reserve = (wanted: number): Float64Array => {
    const capacity = Math.floor(rows.length / width)
    if (count + wanted > capacity && count + wanted > BLOCK) flush()
    if (count + wanted > capacity) {
      const room = count + wanted > BLOCK ? wanted : Math.min(BLOCK, Math.max(2 * capacity, count + wanted))
      const larger = heap.f64(room * width, "anything")
      larger.set(rows.subarray(0, count * width))
      heap.free(rows)
      rows = larger
    }
    return rows.subarray(count * width, (count + wanted) * width).fill(0)
  }
  const keep = (kept: number): void => {
    count += kept
  }
  const finish = (): Triangle => {
    flush()
    heap.free(rows)
    return triangle
  }
  return { reserve, keep, finish }
}
