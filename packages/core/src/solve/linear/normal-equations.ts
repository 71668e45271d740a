import { heightOf, type Triangle } from "../../linalg/triangle/triangle.ts"
import { transposeTimesUpper } from "../../linalg/dense/symmetric-products.ts"

/**
 * The quadratic form ‖r + J x‖² = s + 2 bᵀx + xᵀA x of some rows. It is as good as the triangle it came from as long as the condition
 * number of J stays well below 1/√ε and s is not much larger than what is asked of it: good for choosing weights and priors, not for
 * final coefficients.
 */
export interface NormalEquations {
  readonly n: number
  /** A = JᵀJ, symmetric, row-major `[n × n]`. */
  readonly matrix: Float64Array
  /** b = Jᵀr, `[n]`. */
  readonly vector: Float64Array
  /** s = ‖r‖² */
  readonly square: number
  /** Rows that went in. */
  readonly rows: number
}

/** A triangle and the weight that the squares of its rows get. */
export interface WeightedTriangle {
  readonly triangle: Triangle
  readonly weight: number
}

/** The sum of weight × ‖r + J x‖² of some triangles. */
export function normalEquations(n: number, parts: readonly WeightedTriangle[]): NormalEquations {
  const matrix = new Float64Array(n * n)
  for (const { triangle, weight } of parts) {
    if (triangle.n !== n) throw new RangeError(`a triangle of ${triangle.n} columns does not go with ${n} unknowns`)
    const own = transposeTimesUpper(triangle.data, n + 1, Math.min(n, heightOf(triangle)), n)
    for (let at = 0; at < own.length; at++) matrix[at] += weight * own[at]
  }
  const rows = parts.reduce((sum, { triangle }) => sum + triangle.rows, 0)
  return seenFrom({ n, matrix, vector: new Float64Array(n), square: 0, rows }, parts, new Float64Array(n))
}

/**
 * The same form about another origin: the unknown becomes the step from there. Taken from the triangles, so that residuals that are much
 * smaller there than at zero keep their digits.
 */
export function seenFrom(equations: NormalEquations, parts: readonly WeightedTriangle[], origin: Float64Array): NormalEquations {
  const vector = new Float64Array(equations.n)
  const square = parts.reduce((sum, { triangle, weight }) => sum + addGradientOf(triangle, origin, weight, vector), 0)
  return { ...equations, vector, square }
}

/** Adds weight × Jᵀ(r + J x) of a triangle's rows to `out`; gives weight × ‖r + J x‖². */
export function addGradientOf({ n, data }: Triangle, x: Float64Array, weight: number, out: Float64Array): number {
  const width = n + 1
  const height = data.length / width
  let square = 0
  for (let i = 0; i < height; i++) {
    let residual = data[i * width + n]
    for (let j = i; j < n; j++) residual += data[i * width + j] * x[j]
    square += residual * residual
    const scaled = weight * residual
    if (scaled !== 0) for (let j = i; j < n; j++) out[j] += scaled * data[i * width + j]
  }
  return weight * square
}

/** Part by which diagonals are enlarged, in units of n ε. */
const STEADINESS = 10

/** With a diagonal larger by a little more than rounding, in place, so that every sum of such forms has a Cholesky factor. */
export function steadied(equations: NormalEquations): NormalEquations {
  const { n, matrix } = equations
  const factor = 1 + STEADINESS * n * Number.EPSILON
  for (let k = 0; k < n; k++) matrix[k * n + k] *= factor
  return equations
}

/** Pivots of a scaled Cholesky factor below this may be what `steadied` added, and nothing else. */
export function suspiciousPivot(n: number): number {
  return 100 * STEADINESS * n * Number.EPSILON
}

/** s + 2 bᵀx + xᵀA x, not below zero. */
export function squareAfter({ n, matrix, vector, square }: NormalEquations, x: Float64Array): number {
  let sum = square
  for (let i = 0; i < n; i++) {
    let row = 2 * vector[i]
    for (let j = 0; j < n; j++) row += matrix[i * n + j] * x[j]
    sum += x[i] * row
  }
  return Math.max(0, sum)
}

/** M x of a symmetric M `[n × n]` for several x at once: M is read once, which is what takes the time. */
export function timesSeveral(M: Float64Array, n: number, vectors: readonly Float64Array[]): Float64Array[] {
  const out = vectors.map(() => new Float64Array(n))
  for (let i = 0; i < n; i++) {
    const row = i * n
    for (let c = 0; c < vectors.length; c++) {
      const x = vectors[c]
      let sum = 0
      for (let j = 0; j < n; j++) sum += M[row + j] * x[j]
      out[c][i] = sum
    }
  }
  return out
}

/** Adds weight × the lower triangle of `matrix` to `out`, both `[n × n]`. */
export function addLower(matrix: Float64Array, weight: number, out: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) for (let at = i * n; at <= i * n + i; at++) out[at] += weight * matrix[at]
}

/** tr(A B) of symmetric matrices: the sum of the products of their entries. */
export function traceOfProduct(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let at = 0; at < a.length; at++) sum += a[at] * b[at]
  return sum
}
