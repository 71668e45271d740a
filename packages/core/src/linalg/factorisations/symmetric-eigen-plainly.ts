/** A = V diag(values) Vᵀ. */
export interface SymmetricEigen {
  /** Rising, `[n]`. */
  readonly values: Float64Array
  /** Column j belongs to `values[j]`; row-major `[n × n]`, orthogonal. */
  readonly vectors: Float64Array
}

const SWEEPS = 60

/** Eigenvalues and eigenvectors by cyclic Jacobi rotations in plain TypeScript, about 50 n³ flops. */
export function symmetricEigenPlainly(A: Float64Array, n: number): SymmetricEigen {
  const a = new Float64Array(n * n)
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) a[i * n + j] = i <= j ? A[i * n + j] : A[j * n + i]
  const v = new Float64Array(n * n)
  for (let i = 0; i < n; i++) v[i * n + i] = 1
  for (let sweep = 0, rotated = true; rotated && sweep < SWEEPS; sweep++) {
    rotated = false
    for (let p = 0; p < n - 1; p++) for (let q = p + 1; q < n; q++) if (annihilate(a, v, n, p, q)) rotated = true
  }
  const order = Array.from({ length: n }, (_, j) => j).sort((i, j) => a[i * n + i] - a[j * n + j] || i - j)
  const vectors = new Float64Array(n * n)
  order.forEach((j, to) => {
    for (let i = 0; i < n; i++) vectors[i * n + to] = v[i * n + j]
  })
  return { values: Float64Array.from(order, (j) => a[j * n + j]), vectors }
}

/** Rotates rows and columns p and q so that a_pq vanishes; false when it already does, beside √|a_pp a_qq|. */
function annihilate(a: Float64Array, v: Float64Array, n: number, p: number, q: number): boolean {
  const pq = a[p * n + q]
  const pp = a[p * n + p]
  const qq = a[q * n + q]
  if (!(Math.abs(pq) > Number.EPSILON * Math.sqrt(Math.abs(pp)) * Math.sqrt(Math.abs(qq))) || Math.abs(pq) < 1e-300) return false
  const theta = (qq - pp) / (2 * pq)
  const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.hypot(1, theta))
  const c = 1 / Math.hypot(1, t)
  const s = c * t
  for (let k = 0; k < n; k++) {
    const kp = a[k * n + p]
    const kq = a[k * n + q]
    a[k * n + p] = c * kp - s * kq
    a[k * n + q] = s * kp + c * kq
    const vp = v[k * n + p]
    v[k * n + p] = c * vp - s * v[k * n + q]
    v[k * n + q] = s * vp + c * v[k * n + q]
  }
  for (let k = 0; k < n; k++) {
    const pk = a[p * n + k]
    const qk = a[q * n + k]
    a[p * n + k] = c * pk - s * qk
    a[q * n + k] = s * pk + c * qk
  }
  a[p * n + p] = pp - t * pq
  a[q * n + q] = qq + t * pq
  a[p * n + q] = 0
  a[q * n + p] = 0
  return true
}
