import { norm } from "../norm.ts"
import { qrPlainly } from "./qr-plainly.ts"

/** A = U diag(values) Vᵀ of an m × n matrix with m ≥ n; row-major. */
export interface Svd {
  /** Falling, `[n]`. */
  readonly values: Float64Array
  /** `[m × n]`; the columns of values that are exactly zero are zero. */
  readonly U: Float64Array
  /** `[n × n]`, orthogonal, also where values vanish. */
  readonly V: Float64Array
}

const SWEEPS = 60

/**
 * The decomposition by one-sided Jacobi rotations on the twice factored matrix A P = Q L Zᵀ, in plain TypeScript: keeps the digits of
 * small singular values that badly scaled columns put there, and needs few sweeps. About 20 n³ flops.
 *
 * Source: Drmač & Veselić, DOI 10.1137/050639193.
 */
export function svdPlainly(A: Float64Array, m: number, n: number): Svd {
  // Squares of the entries must neither overflow nor vanish.
  const unit = A.reduce((size, value) => Math.max(size, Math.abs(value)), 0) || 1
  const first = qrPlainly(
    A.map((value) => value / unit),
    m,
    n,
    true,
  )
  const second = qrPlainly(transpose(first.R, n, n), n, n, false)
  // Columns of L = R₂ᵀ are rows of R₂.
  const W = Array.from({ length: n }, (_, j) => second.R.slice(j * n, (j + 1) * n))
  const J = Array.from({ length: n }, (_, j) => Float64Array.from({ length: n }, (_, i) => (i === j ? 1 : 0)))
  orthogonalise(W, J)
  const sizes = W.map((column) => norm(column))
  const [Q, Z] = [first.Q(), second.Q()]
  const order = sizes.map((_, j) => j).sort((a, b) => sizes[b] - sizes[a] || a - b)
  const U = new Float64Array(m * n)
  const V = new Float64Array(n * n)
  order.forEach((j, to) => {
    const column = sizes[j] === 0 ? W[j] : W[j].map((value) => value / sizes[j])
    for (let i = 0; i < m; i++) U[i * n + to] = dot(Q.subarray(i * n, (i + 1) * n), column)
    for (let i = 0; i < n; i++) V[first.permutation[i] * n + to] = dot(Z.subarray(i * n, (i + 1) * n), J[j])
  })
  return { values: Float64Array.from(order, (j) => sizes[j] * unit), U, V }
}

/** Rotates pairs of columns of W until all are orthogonal to working precision, and J along with them. */
function orthogonalise(W: readonly Float64Array[], J: readonly Float64Array[]): void {
  const n = W.length
  const tolerance = n * Number.EPSILON
  const sizes = W.map((column) => norm(column))
  for (let sweep = 0, rotated = true; rotated && sweep < SWEEPS; sweep++) {
    rotated = false
    for (let p = 0; p < n - 1; p++) {
      for (let q = p + 1; q < n; q++) {
        const [a, b] = [sizes[p], sizes[q]]
        if (a === 0 || b === 0) continue
        const cosine = dot(W[p], W[q]) / a / b
        if (!(Math.abs(cosine) > tolerance)) continue
        rotated = true
        // tan of the angle that makes the two orthogonal, from ζ = (b² − a²) / 2ab cos, without forming squares
        const zeta = (b / a - a / b) / (2 * cosine)
        const t = Math.sign(zeta || 1) / (Math.abs(zeta) + Math.hypot(1, zeta))
        const c = 1 / Math.hypot(1, t)
        rotate(W[p], W[q], c, c * t)
        rotate(J[p], J[q], c, c * t)
        sizes[p] = norm(W[p])
        sizes[q] = norm(W[q])
      }
    }
  }
}

function rotate(x: Float64Array, y: Float64Array, c: number, s: number): void {
  for (let i = 0; i < x.length; i++) {
    const xi = x[i]
    x[i] = c * xi - s * y[i]
    y[i] = s * xi + c * y[i]
  }
}

function dot(x: Float64Array, y: Float64Array): number {
  let sum = 0
  for (let i = 0; i < x.length; i++) sum += x[i] * y[i]
  return sum
}

function transpose(A: Float64Array, m: number, n: number): Float64Array {
  const out = new Float64Array(m * n)
  for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) out[j * m + i] = A[i * n + j]
  return out
}
