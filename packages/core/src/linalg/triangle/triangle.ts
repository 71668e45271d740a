/**
 * The upper triangle of a QR factorisation of `[J | r]`, row-major: with `R` its leading block, `q` the last column and ρ the corner,
 * `JᵀJ = RᵀR`, `Jᵀr = Rᵀq`, `‖r‖² = ‖q‖² + ρ²`. Sufficient statistics of the linearised data.
 */
export interface Triangle {
  /** Columns of J. */
  readonly n: number
  /**
   * `[height × (n + 1)]`, upper trapezoidal with zeros below the diagonal: as many rows as went in, `n + 1` at most. The rows below
   * are zero and not stored, so that few data cost little; `heightOf`, `factorOf` and `projectionOf` read it.
   */
  readonly data: Float64Array
  /** Rows that went in, of data: rows of priors do not count. */
  readonly rows: number
}

/** The triangle of no rows, of height 0. */
export function emptyTriangle(n: number): Triangle {
  return { n, data: new Float64Array(0), rows: 0 }
}

/** Rows that are stored: from 0 to n + 1. */
export function heightOf({ n, data }: Triangle): number {
  return data.length / (n + 1)
}

/** R, row-major `[n × n]`, rows that are not stored filled in as zeros. */
export function factorOf(triangle: Triangle): Float64Array {
  const { n, data } = triangle
  const R = new Float64Array(n * n)
  const height = Math.min(n, heightOf(triangle))
  for (let i = 0; i < height; i++) R.set(data.subarray(i * (n + 1) + i, i * (n + 1) + n), i * n + i)
  return R
}

/** q = the first n entries of Qᵀr, `[n]`: what the columns can explain of the residual. */
export function projectionOf(triangle: Triangle): Float64Array {
  const { n, data } = triangle
  const q = new Float64Array(n)
  const height = Math.min(n, heightOf(triangle))
  for (let i = 0; i < height; i++) q[i] = data[i * (n + 1) + n]
  return q
}

/** The corner ρ ≥ 0: the norm of what no column can explain; zero while fewer rows than n + 1 went in. */
export function cornerOf({ n, data }: Triangle): number {
  return data.length === (n + 1) ** 2 ? data[data.length - 1] : 0
}

/** A copy that shares nothing with the original. */
export function copyTriangle(triangle: Triangle): Triangle {
  return { n: triangle.n, data: triangle.data.slice(), rows: triangle.rows }
}

/** The triangle of the same rows, each times `factor`: with factor = 1/σ, unit-σ rows turn into weighted ones. */
export function scaleTriangle(triangle: Triangle, factor: number): Triangle {
  const size = Math.abs(factor)
  const data = triangle.data.slice()
  for (let i = 0; i < data.length; i++) data[i] *= size
  return { n: triangle.n, data, rows: triangle.rows }
}
