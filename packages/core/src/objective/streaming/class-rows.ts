import { kernels } from "../../kernels/kernels.ts"
import { accumulate } from "../../linalg/triangle/accumulate.ts"
import { studentWeight } from "../../solve/linear/student-weight.ts"
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

/** What rows of one class are weighted by: w = (ν + 1)/(ν + z²) of z = `scale` (r + J x). */
export interface RowWeights {
  /** `[columns]` */
  readonly x: Float64Array
  readonly scale: number
  readonly degrees: number
}

/** The same rows, each times √w; Σ (ln w − w) is `spread`. */
export interface WeighedRows extends ClassRows {
  readonly spread: () => number
}

/** Weighs rows as they are kept, so that those of outliers pull less. */
export function weighRows(rows: ClassRows, columns: number, { x, scale, degrees }: RowWeights): WeighedRows {
  const width = columns + 1
  let block: Float64Array = new Float64Array(0)
  let spread = 0
  const keep = (count: number): void => {
    for (let row = 0; row < count; row++) {
      const first = row * width
      let residual = block[first + columns]
      for (let k = 0; k < columns; k++) residual += block[first + k] * x[k]
      const weight = studentWeight(scale * residual, degrees)
      const root = Math.sqrt(weight)
      for (let k = first; k < first + width; k++) block[k] *= root
      spread += Math.log(weight) - weight
    }
    rows.keep(count)
  }
  return { reserve: (count) => (block = rows.reserve(count)), keep, finish: rows.finish, spread: () => spread }
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
