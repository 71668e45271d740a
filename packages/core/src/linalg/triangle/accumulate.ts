import { kernels } from "../../kernels/kernels.ts"
import { areModerate, FEW_COLUMNS } from "../dense/kernel-arrays.ts"
import { reflectRows } from "../dense/reflect-rows.ts"
import { reflectRowsPlainly } from "../dense/reflect-rows-plainly.ts"
import { heightOf, type Triangle } from "./triangle.ts"

/** For fewer rows at a time plain code is quicker than blocks. */
const FEW_ROWS = 8
/** Rows copied to kernel memory and reflected together. */
const CHUNK = 512

/**
 * Takes `m` more rows `[J | r]` into a running triangle: `[R; rows] = Q R′`, by Householder reflections, without storing the rows
 * that went before. The data of `triangle` are overwritten, and belong to the triangle returned, unless it grows in height.
 *
 * R′ has a non-negative diagonal, so it is the same, but for rounding, however the rows are cut into calls. Backward stable; no
 * normal equations are formed, so the condition number is not squared. Cost 2 m (n + 1)² flops, less while the triangle is low.
 * Beyond some dozens of columns the work is done in kernel memory: `rows` is copied there 512 at a time, wherever it lies, and the
 * triangle goes there and back once a call, so give some hundred rows at a time.
 *
 * @param rows row-major `[m × (n + 1)]`, left as it was
 * Source: Golub & Van Loan, Matrix Computations, 4th ed., §5.2 and §6.5.
 */
export function accumulate(triangle: Triangle, rows: Float64Array, m: number): Triangle {
  const width = triangle.n + 1
  if (rows.length < m * width)
    throw new RangeError(`accumulate: ${m} rows of ${width} columns need ${m * width} numbers, not ${rows.length}`)
  return { n: triangle.n, data: reflectInto(triangle, rows, m), rows: triangle.rows + m }
}

/** The data of the triangle with the `m` rows taken in; `reach`, as for `reflectRows`, says which of them begin with zeros. */
export function reflectInto(triangle: Triangle, rows: Float64Array, m: number, reach?: (column: number) => number): Float64Array {
  const width = triangle.n + 1
  const top = heightOf(triangle)
  const data = grow(triangle, Math.min(width, top + m))
  if (width <= FEW_COLUMNS || m < FEW_ROWS) {
    reflectRowsPlainly(data, width, top, rows, m)
    return data
  }
  const { heap } = kernels()
  heap.scope(() => {
    const R = heap.f64(data.length, "anything")
    R.set(data)
    const chunk = reach ? m : Math.min(m, CHUNK)
    const copy = heap.f64(chunk * width, "anything")
    for (let first = 0; first < m; first += chunk) {
      const count = Math.min(chunk, m - first)
      const part = rows.subarray(first * width, (first + count) * width)
      const height = Math.min(width, top + first)
      copy.set(part)
      if (areModerate(width, { data: R, rows: height }, { data: copy, rows: count })) reflectRows(R, width, height, copy, count, reach)
      else reflectRowsPlainly(R, width, height, part, count)
    }
    data.set(R)
  })
  return data
}

/** The data of the triangle with room for `height` rows. */
function grow({ n, data }: Triangle, height: number): Float64Array {
  if (data.length === height * (n + 1)) return data
  const room = new Float64Array(height * (n + 1))
  room.set(data)
  return room
}
