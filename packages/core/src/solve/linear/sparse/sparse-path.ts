/** One model of a path from sparse to full: which columns, and their coefficients for unit columns. */
export interface SparseModel {
  readonly columns: readonly number[]
  /** Parallel to `columns`. */
  readonly values: Float64Array
  /** ‖r + J x‖² with these, of weighted rows and penalties. */
  readonly square: number
}
