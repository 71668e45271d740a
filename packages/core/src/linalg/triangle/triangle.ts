/**
 * The upper triangle of a QR factorisation of `[J | r]`, row-major `(n + 1) × (n + 1)`: with `R` its leading block, `q` the last
 * column and ρ the corner, `JᵀJ = RᵀR`, `Jᵀr = Rᵀq`, `‖r‖² = ‖q‖² + ρ²`. Sufficient statistics of the linearised data.
 */
export interface Triangle {
  /** Columns of J. */
  readonly n: number
  readonly data: Float64Array
  /** Rows that went in. */
  readonly rows: number
}

/** The triangle of no rows: all zeros. */
export function emptyTriangle(n: number): Triangle {
  return { n, data: new Float64Array((n + 1) * (n + 1)), rows: 0 }
}

/** A copy that shares nothing with the original. */
export function copyTriangle(triangle: Triangle): Triangle {
  return { n: triangle.n, data: triangle.data.slice(), rows: triangle.rows }
}

/** The triangle of the same rows, each times `factor`: with factor = 1/σ, unit-σ rows turn into weighted ones. */
export function scaleTriangle(triangle: Triangle, factor: number): Triangle {
  const size = Math.abs(factor)
  return { n: triangle.n, data: triangle.data.map((value) => value * size), rows: triangle.rows }
}
