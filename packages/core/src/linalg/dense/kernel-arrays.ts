import { kernels } from "../../kernels/kernels.ts"

/** Up to so many columns, plain code on ordinary arrays is quicker than blocks in kernel memory, and keeps its bits. */
export const FEW_COLUMNS = 48

/** Rows and columns of the blocks that larger problems are cut into. */
export const BLOCK = 64

/** Between these sizes the squares of a column neither overflow nor vanish, also those of what is left of it to rounding. */
const SMALLEST = 1e-120
const LARGEST = 1e120

/** The same numbers in kernel memory, until the end of the heap's scope. */
export function kernelCopy(array: Float64Array): Float64Array {
  const copy = kernels().heap.f64(array.length, "anything")
  copy.set(array)
  return copy
}

/** The transpose of a row-major `[m × n]` matrix in kernel memory: its columns, contiguous, `stride` ≥ m numbers apart. */
export function kernelColumns(rows: Float64Array, m: number, n: number, stride: number): Float64Array {
  const { heap, exports } = kernels()
  const columns = heap.f64(n * stride)
  exports["takeColumns"]!(m, n, rows.byteOffset, 8 * n, columns.byteOffset, 8 * stride)
  return columns
}

/** Whether the squares of every column of row-major blocks `[rows × n]` in kernel memory can be summed; not so for NaN. */
export function areModerate(n: number, ...blocks: readonly { readonly data: Float64Array; readonly rows: number }[]): boolean {
  const { heap, exports } = kernels()
  return heap.scope(() => {
    const largest = heap.f64(n)
    for (const { data, rows } of blocks) exports["columnSizes"]!(rows, n, data.byteOffset, 8 * n, largest.byteOffset)
    return largest.every((size) => size === 0 || (size > SMALLEST && size < LARGEST))
  })
}
