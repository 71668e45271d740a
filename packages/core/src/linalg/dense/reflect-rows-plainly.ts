import { norm } from "../norm.ts"

/** Rows reflected together: a chunk of 64 rows of a few hundred columns stays in the second-level cache. */
const CHUNK = 64

/**
 * Takes `m` rows into the triangle of height `top` at the head of R, as `reflectRows` does, in plain TypeScript: quicker for some dozens
 * of columns, safe for numbers of any size, its twin in tests. `rows` is left as it was.
 *
 * @param R row-major `[min(width, top + m) × width]`, upper trapezoidal; its first `top` rows are the triangle so far
 * @param rows row-major `[m × width]`
 */
export function reflectRowsPlainly(R: Float64Array, width: number, top: number, rows: Float64Array, m: number): void {
  const final = Math.min(width, top + m)
  // Enough rows for all columns are reflected into a triangle of zeros: then every chunk is treated alike.
  let height = final === width ? width : top
  const chunk = Math.min(CHUNK, m)
  const reflections = createReflections(width, chunk)
  for (let first = 0; first < m; first += chunk) {
    const count = Math.min(chunk, m - first)
    loadColumns(reflections, rows, first, count)
    reflectChunk(R, reflections, count, height)
    height = Math.min(final, height + count)
  }
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

/**
 * Columns four at a time, so that each earlier reflection is read once for the four of them. Columns from `top`, the height of the
 * triangle, on have no row in it yet: their heads are the rows of the chunk, one after the other, which move into the triangle.
 */
function reflectChunk(R: Float64Array, reflections: Reflections, m: number, top: number): void {
  const { width } = reflections
  const end = Math.min(width, top + m)
  for (let j0 = 0; j0 < width; j0 += 4) {
    const last = Math.min(width, j0 + 4)
    const before = Math.min(j0, end)
    if (last - j0 === 4) for (let k = 0; k < before; k++) applyToFour(R, reflections, k, j0, m, top)
    else for (let j = j0; j < last; j++) for (let k = 0; k < before; k++) applyToOne(R, reflections, k, j, m, top)
    for (let j = j0; j < last; j++) {
      for (let k = before; k < Math.min(j, end); k++) applyToOne(R, reflections, k, j, m, top)
      if (j < end) makeReflection(R, reflections, j, m, top)
    }
  }
}

/**
 * The reflection I − 2uuᵀ, |u| = 1, that takes `[R_jj; a]` to `[+‖·‖; 0]`. The head of u is found without cancellation as
 * −‖a‖² / (R_jj + ‖·‖) (Parlett), which allows the positive sign always.
 */
function makeReflection(R: Float64Array, { width, stride, columns, heads }: Reflections, j: number, m: number, top: number): void {
  const a = j * stride
  const corner = j * width + j
  const first = Math.max(0, j - top + 1)
  if (j >= top) R[corner] = columns[a + first - 1]
  const alpha = R[corner]
  const tail = norm(columns, a + first, m - first)
  if (tail === 0 && alpha >= 0) {
    heads[j] = NaN
    return
  }
  const beta = Math.hypot(alpha, tail)
  const head = alpha <= 0 ? alpha - beta : -tail * (tail / (alpha + beta))
  const length = Math.hypot(head, tail)
  // A column of NaN must not pass for the identity: it spoils the triangle, and whoever looks will see it.
  heads[j] = Number.isNaN(length) ? 0 : head / length
  for (let i = a + first; i < a + m; i++) columns[i] /= length
  R[corner] = beta
}

function applyToOne(R: Float64Array, { width, stride, columns, heads }: Reflections, k: number, j: number, m: number, top: number): void {
  const u = k * stride
  const a = j * stride
  const at = k * width + j
  const head = heads[k]
  const first = Math.max(0, k - top + 1)
  if (k >= top) R[at] = columns[a + first - 1]
  if (Number.isNaN(head)) return
  let s = head * R[at]
  for (let i = first; i < m; i++) s += columns[u + i] * columns[a + i]
  s *= 2
  R[at] -= s * head
  for (let i = first; i < m; i++) columns[a + i] -= s * columns[u + i]
}

function applyToFour(R: Float64Array, { width, stride, columns, heads }: Reflections, k: number, j: number, m: number, top: number): void {
  const u = k * stride
  const a = j * stride
  const b = a + stride
  const c = b + stride
  const d = c + stride
  const at = k * width + j
  const head = heads[k]
  const first = Math.max(0, k - top + 1)
  if (k >= top) {
    R[at] = columns[a + first - 1]
    R[at + 1] = columns[b + first - 1]
    R[at + 2] = columns[c + first - 1]
    R[at + 3] = columns[d + first - 1]
  }
  if (Number.isNaN(head)) return
  let s = head * R[at]
  let t = head * R[at + 1]
  let v = head * R[at + 2]
  let w = head * R[at + 3]
  for (let i = first; i < m; i++) {
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
  for (let i = first; i < m; i++) {
    const ui = columns[u + i]
    columns[a + i] -= s * ui
    columns[b + i] -= t * ui
    columns[c + i] -= v * ui
    columns[d + i] -= w * ui
  }
}
