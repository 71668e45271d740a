import { accumulate, reflectInto } from "./accumulate.ts"
import { copyTriangle, emptyTriangle, heightOf, type Triangle } from "./triangle.ts"

/** The triangle of `m` rows `[J | r]`, row-major `[m × (n + 1)]`. */
export function triangleOf(rows: Float64Array, m: number, n: number): Triangle {
  return accumulate(emptyTriangle(n), rows, m)
}

/** The triangle of the rows of all the given ones together; they are left as they were. */
export function mergeTriangles(first: Triangle, ...others: readonly Triangle[]): Triangle {
  return mergeInto(copyTriangle(first), others)
}

/** The same, of triangles that are made as they are asked for and not kept; `first` is consumed. */
export function mergeInto(first: Triangle, others: Iterable<Triangle>): Triangle {
  let merged = first
  for (const other of others) {
    if (other.n !== first.n) throw new RangeError(`mergeTriangles: ${other.n} columns do not go with ${first.n}`)
    if (heightOf(merged) === 0) {
      merged = copyTriangle(other)
      continue
    }
    const data = reflectInto(merged, other.data, heightOf(other), (column) => column + 1)
    merged = { n: first.n, data, rows: merged.rows + other.rows }
  }
  return merged
}
