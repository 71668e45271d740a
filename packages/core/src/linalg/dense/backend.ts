/** A matrix in kernel memory: rows of contiguous numbers from the start of `data`, `stride` numbers apart. */
export interface Block {
  readonly data: Float64Array
  readonly stride: number
  /** Whether its transpose is meant. */
  readonly transposed?: boolean
}

/**
 * What multiplies matrices. Everything larger here (triangles, factorisations, eigenproblems) is blocked so that nearly all its time goes
 * into this one operation: a faster product makes all of them faster, and an implementation is an adapter of a few lines.
 */
export interface DenseBackend {
  /** Shown to people and written down with a run: results of different backends agree to rounding, not to the bit. */
  readonly name: string
  /**
   * C `[m × n]` plus α A B, with A `[m × k]` and B `[k × n]` after transposition. C is not transposed and overlaps neither; all are
   * views of this thread's kernel memory.
   */
  multiply(m: number, n: number, k: number, alpha: number, A: Block, B: Block, C: Block): void
}

/** The block of a row-major array of `stride` columns that starts at number `at`. */
export function blockAt(data: Float64Array, stride: number, at: number = 0): Block {
  return { data: data.subarray(at), stride }
}

/** The transpose, without moving a number. */
export function transposed(block: Block): Block {
  return { data: block.data, stride: block.stride, transposed: !block.transposed }
}
