import { accumulate } from "./accumulate.ts"

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

/** The triangle of `m` rows `[J | r]`, row-major `[m × (n + 1)]`. */
export function triangleOf(rows: Float64Array, m: number, n: number): Triangle {
  return accumulate(emptyTriangle(n), rows, m)
}

/** A copy that shares nothing with the original. */
export function copyTriangle(triangle: Triangle): Triangle {
  return { n: triangle.n, data: triangle.data.slice(), rows: triangle.rows }
}

/** The triangle of the rows of all the given ones together; they are left as they were. */
export function mergeTriangles(first: Triangle, ...others: readonly Triangle[]): Triangle {
  let merged = copyTriangle(first)
  for (const other of others) {
    if (other.n !== first.n) throw new RangeError(`mergeTriangles: ${other.n} columns do not go with ${first.n}`)
    merged = { ...accumulate(merged, other.data, other.n + 1), rows: merged.rows + other.rows }
  }
  return merged
}

/** The triangle of the same rows, each times `factor`: with factor = 1/σ, unit-σ rows turn into weighted ones. */
export function scaleTriangle(triangle: Triangle, factor: number): Triangle {
  const size = Math.abs(factor)
  return { n: triangle.n, data: triangle.data.map((value) => value * size), rows: triangle.rows }
}

/** The triangle of `[J D | r]` with D = diag(factors): the chain rule for parameters in other units. */
export function scaleColumns(triangle: Triangle, factors: Float64Array): Triangle {
  const { n } = triangle
  const data = triangle.data.slice()
  for (let i = 0; i < n; i++) for (let j = i; j < n; j++) data[i * (n + 1) + j] *= factors[j]
  return { n, data, rows: triangle.rows }
}

/**
 * The triangle of `[J S | r]`, where S picks the given columns of J in the given order; the others are held fixed. The residual
 * keeps its norm: what only the left-out columns could explain goes into the corner.
 */
export function selectColumns(triangle: Triangle, columns: readonly number[]): Triangle {
  const width = triangle.n + 1
  const target = columns.length + 1
  const rows = new Float64Array(width * target)
  for (let i = 0; i < width; i++) {
    for (let c = 0; c < columns.length; c++) rows[i * target + c] = triangle.data[i * width + columns[c]]
    rows[i * target + columns.length] = triangle.data[i * width + triangle.n]
  }
  return { ...triangleOf(rows, width, columns.length), rows: triangle.rows }
}

/**
 * The triangle of `[J M | r + J c]`: parameters θ = M φ + c, so ties, fixed values and changes of variable that are linear.
 *
 * @param M row-major `[n × k]`
 * @param c `[n]`; zero when left out
 */
export function transformColumns(triangle: Triangle, M: Float64Array, k: number, c?: Float64Array): Triangle {
  const { n, data } = triangle
  const width = n + 1
  const target = k + 1
  const rows = new Float64Array(width * target)
  for (let i = 0; i < width; i++) {
    for (let j = i; j < n; j++) {
      const value = data[i * width + j]
      for (let l = 0; l < k; l++) rows[i * target + l] += value * M[j * k + l]
      if (c) rows[i * target + k] += value * c[j]
    }
    rows[i * target + k] += data[i * width + n]
  }
  return { ...triangleOf(rows, width, k), rows: triangle.rows }
}

/** The triangle of `[J | r + J δ]`: the same linear data seen from x + δ. Costs n² flops. */
export function shiftTriangle(triangle: Triangle, delta: Float64Array): Triangle {
  const { n } = triangle
  const width = n + 1
  const data = triangle.data.slice()
  for (let i = 0; i < n; i++) {
    let sum = 0
    for (let j = i; j < n; j++) sum += data[i * width + j] * delta[j]
    data[i * width + n] += sum
  }
  return { n, data, rows: triangle.rows }
}

/**
 * What is left of `[J | r]` once its first `count` columns have been projected out: the trailing triangle, of
 * `[P J₂ | P r]` with P the projection orthogonal to those columns. They must be linearly independent.
 */
export function eliminateLeading(triangle: Triangle, count: number): Triangle {
  const width = triangle.n + 1
  const n = triangle.n - count
  const data = new Float64Array((n + 1) * (n + 1))
  for (let i = 0; i <= n; i++) for (let j = i; j <= n; j++) data[i * (n + 1) + j] = triangle.data[(i + count) * width + j + count]
  return { n, data, rows: triangle.rows }
}
