import type { Triangle } from "./triangle.ts"
import { norm } from "../norm.ts"

/** Rows reflected together: a chunk of 64 rows of a few hundred columns stays in the second-level cache. */
const CHUNK = 64

/**
 * Takes `m` more rows `[J | r]` into a running triangle: `[R; rows] = Q R′`, by Householder reflections, without storing the rows
 * that went before. The data of `triangle` are overwritten, and belong to the triangle returned; `rows` is left as it was.
 *
 * R′ has a non-negative diagonal, so it is the same, but for rounding, however the rows are cut into calls. Backward stable; no
 * normal equations are formed, so the condition number is not squared. Cost 2 m (n + 1)² flops.
 *
 * @param rows row-major `[m × (n + 1)]`
 * Source: Golub & Van Loan, Matrix Computations, 4th ed., §5.2 and §6.5.
 */
export function accumulate(triangle: Triangle, rows: Float64Array, m: number): Triangle {
  const width = triangle.n + 1
  if (rows.length < m * width)
    throw new RangeError(`accumulate: ${m} rows of ${width} columns need ${m * width} numbers, not ${rows.length}`)
  const chunk = Math.min(CHUNK, m)
  const reflections = createReflections(width, chunk)
  for (let first = 0; first < m; first += chunk) {
    const count = Math.min(chunk, m - first)
    loadColumns(reflections, rows, first, count)
    reflectChunk(triangle.data, reflections, count)
  }
  return { n: triangle.n, data: triangle.data, rows: triangle.rows + m }
}

/** One chunk of rows, stored by columns, that turns into the reflections which annihilate it. */
interface Reflections {
  readonly width: number
  /** Rows a column has room for. */
  readonly stride: number
  /** Column-major `[width × stride]`: the chunk's columns, then the lower parts u of the unit vectors `[u₀; u]`. */
  readonly columns: Float64Array
  /** The component u₀ along the triangle's row; `NaN` where the reflection is the identity. */
  readonly heads: Float64Array
}

function createReflections(width: number, stride: number): Reflections {
  return { width, stride, columns: new Float64Array(width * stride), heads: new Float64Array(width) }
}

function loadColumns({ width, stride, columns }: Reflections, rows: Float64Array, first: number, count: number): void {
  for (let i = 0; i < count; i++) {
    const row = (first + i) * width
    for (let j = 0; j < width; j++) columns[j * stride + i] = rows[row + j]
  }
}

/** Columns four at a time, so that each earlier reflection is read once for the four of them. */
function reflectChunk(R: Float64Array, reflections: Reflections, m: number): void {
  const { width, heads } = reflections
  for (let j0 = 0; j0 < width; j0 += 4) {
    const end = Math.min(width, j0 + 4)
    if (end - j0 === 4) {
      for (let k = 0; k < j0; k++) if (!Number.isNaN(heads[k])) applyToFour(R, reflections, k, j0, m)
    } else {
      for (let j = j0; j < end; j++) for (let k = 0; k < j0; k++) if (!Number.isNaN(heads[k])) applyToOne(R, reflections, k, j, m)
    }
    for (let j = j0; j < end; j++) {
      for (let k = j0; k < j; k++) if (!Number.isNaN(heads[k])) applyToOne(R, reflections, k, j, m)
      makeReflection(R, reflections, j, m)
    }
  }
}

/**
 * The reflection I − 2uuᵀ, |u| = 1, that takes `[R_jj; a]` to `[+‖·‖; 0]`. The head of u is found without cancellation as
 * −‖a‖² / (R_jj + ‖·‖) (Parlett), which allows the positive sign always.
 */
function makeReflection(R: Float64Array, { width, stride, columns, heads }: Reflections, j: number, m: number): void {
  const a = j * stride
  const corner = j * width + j
  const alpha = R[corner]
  const tail = norm(columns, a, m)
  if (tail === 0 && alpha >= 0) {
    heads[j] = NaN
    return
  }
  const beta = Math.hypot(alpha, tail)
  const head = alpha <= 0 ? alpha - beta : -tail * (tail / (alpha + beta))
  const length = Math.hypot(head, tail)
  // A column of NaN must not pass for the identity: it spoils the triangle, and whoever looks will see it.
  heads[j] = Number.isNaN(length) ? 0 : head / length
  for (let i = a; i < a + m; i++) columns[i] /= length
  R[corner] = beta
}

function applyToOne(R: Float64Array, { width, stride, columns, heads }: Reflections, k: number, j: number, m: number): void {
  const u = k * stride
  const a = j * stride
  const at = k * width + j
  const head = heads[k]
  let s = head * R[at]
  for (let i = 0; i < m; i++) s += columns[u + i] * columns[a + i]
  s *= 2
  R[at] -= s * head
  for (let i = 0; i < m; i++) columns[a + i] -= s * columns[u + i]
}

function applyToFour(R: Float64Array, { width, stride, columns, heads }: Reflections, k: number, j: number, m: number): void {
  const u = k * stride
  const a = j * stride
  const b = a + stride
  const c = b + stride
  const d = c + stride
  const at = k * width + j
  const head = heads[k]
  let s = head * R[at]
  let t = head * R[at + 1]
  let v = head * R[at + 2]
  let w = head * R[at + 3]
  for (let i = 0; i < m; i++) {
    const ui = columns[u + i]
    s += ui * columns[a + i]
    t += ui * columns[b + i]
    v += ui * columns[c + i]
    w += ui * columns[d + i]
  }
  s *= 2
  t *= 2
  v *= 2
  w *= 2
  R[at] -= s * head
  R[at + 1] -= t * head
  R[at + 2] -= v * head
  R[at + 3] -= w * head
  for (let i = 0; i < m; i++) {
    const ui = columns[u + i]
    columns[a + i] -= s * ui
    columns[b + i] -= t * ui
    columns[c + i] -= v * ui
    columns[d + i] -= w * ui
  }
}
