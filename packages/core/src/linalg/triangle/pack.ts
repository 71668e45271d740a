import { heightOf, type Triangle } from "./triangle.ts"

/** Numbers that `packTriangle` gives for a triangle of `height` rows: the trapezoid without the zeros below its diagonal. */
export function packedLength(n: number, height: number): number {
  return height * (n + 1) - (height * (height - 1)) / 2
}

/** The upper trapezoid row by row without the zeros below the diagonal: about half the numbers, for files. */
export function packTriangle(triangle: Triangle): Float64Array {
  const { n, data } = triangle
  const height = heightOf(triangle)
  const packed = new Float64Array(packedLength(n, height))
  for (let i = 0, at = 0; i < height; at += n + 1 - i, i++) packed.set(data.subarray(i * (n + 1) + i, (i + 1) * (n + 1)), at)
  return packed
}

/**
 * The triangle that `packTriangle` packed; `n` and `rows` are kept beside the numbers.
 *
 * @throws RangeError when no trapezoid of n + 1 columns has that many numbers
 */
export function unpackTriangle(packed: Float64Array, n: number, rows: number): Triangle {
  let height = 0
  while (height <= n && packedLength(n, height) < packed.length) height++
  if (packedLength(n, height) !== packed.length) throw new RangeError(`no triangle of ${n} columns packs into ${packed.length} numbers`)
  const data = new Float64Array(height * (n + 1))
  for (let i = 0, at = 0; i < height; at += n + 1 - i, i++) data.set(packed.subarray(at, at + n + 1 - i), i * (n + 1) + i)
  return { n, data, rows }
}
