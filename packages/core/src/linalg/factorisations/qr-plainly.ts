import { norm } from "../norm.ts"

/** A P = Q R of an m × n matrix, with r = min(m, n). All matrices are row-major. */
export interface Qr {
  /** `[r × n]`, upper trapezoidal; with pivoting the diagonal falls in size. */
  readonly R: Float64Array
  /** Forms Q, `[m × r]`, orthonormal columns. */
  Q(): Float64Array
  /** Qᵀ b, `[r]`, for b `[m]`, without forming Q. */
  project(b: Float64Array): Float64Array
  /** Column j of A P is column `permutation[j]` of A. */
  readonly permutation: Int32Array
}

/** The QR factorisation in plain TypeScript: for small matrices and numbers of any size. */
export function qrPlainly(A: Float64Array, m: number, n: number, pivot: boolean): Qr {
  const r = Math.min(m, n)
  const columns = Array.from({ length: n }, (_, j) => Float64Array.from({ length: m }, (_, i) => A[i * n + j]))
  const permutation = Int32Array.from({ length: n }, (_, j) => j)
  const left = columns.map((column) => norm(column))
  const reference = [...left]
  const reflections: Float64Array[] = []
  for (let k = 0; k < r; k++) {
    if (pivot) {
      let best = k
      for (let j = k + 1; j < n; j++) if (left[j] > left[best]) best = j
      for (const list of [columns, permutation, left, reference]) swap<unknown>(list, k, best)
    }
    const u = reflectionOf(columns[k], k)
    reflections.push(u)
    for (let j = k + 1; j < n; j++) {
      reflect(u, columns[j], k)
      const ratio = left[j] === 0 ? 0 : Math.abs(columns[j][k]) / left[j]
      const kept = Math.max(0, 1 - ratio * ratio)
      if (kept * (left[j] / reference[j]) ** 2 <= 1e-8) {
        left[j] = norm(columns[j], k + 1)
        reference[j] = left[j]
      } else {
        left[j] *= Math.sqrt(kept)
      }
    }
  }
  const R = new Float64Array(r * n)
  for (let i = 0; i < r; i++) for (let j = i; j < n; j++) R[i * n + j] = columns[j][i]
  return { R, permutation, Q: () => formQ(reflections, m, r), project: (b) => project(reflections, b, m, r) }
}

function swap<T>(list: { [index: number]: T }, i: number, j: number): void {
  const held = list[i]
  list[i] = list[j]
  list[j] = held
}

/** The unit vector u (from row k on) of the reflection I − 2uuᵀ that clears a column below row k, which it does; zero for none. */
function reflectionOf(column: Float64Array, k: number): Float64Array {
  const u = column.slice(k)
  const length = norm(u)
  if (length === 0) return u
  const beta = u[0] > 0 ? -length : length
  u[0] -= beta
  const size = norm(u)
  for (let i = 0; i < u.length; i++) u[i] /= size
  column.fill(0, k)
  column[k] = beta
  return u
}

function reflect(u: Float64Array, column: Float64Array, k: number): void {
  let s = 0
  for (let i = 0; i < u.length; i++) s += u[i] * column[k + i]
  s *= 2
  for (let i = 0; i < u.length; i++) column[k + i] -= s * u[i]
}

function project(reflections: readonly Float64Array[], b: Float64Array, m: number, r: number): Float64Array {
  const column = b.slice(0, m)
  reflections.forEach((u, k) => reflect(u, column, k))
  return column.slice(0, r)
}

function formQ(reflections: readonly Float64Array[], m: number, r: number): Float64Array {
  const Q = new Float64Array(m * r)
  const column = new Float64Array(m)
  for (let j = 0; j < r; j++) {
    column.fill(0)
    column[j] = 1
    for (let k = j; k >= 0; k--) reflect(reflections[k], column, k)
    for (let i = 0; i < m; i++) Q[i * r + j] = column[i]
  }
  return Q
}
