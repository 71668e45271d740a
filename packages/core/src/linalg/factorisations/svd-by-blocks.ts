import { kernels } from "../../kernels/kernels.ts"
import { blockAt, transposed } from "../dense/backend.ts"
import { dense } from "../dense/dense.ts"
import { BLOCK, kernelColumns, kernelCopy } from "../dense/kernel-arrays.ts"
import { norm } from "../norm.ts"
import { qr } from "./qr.ts"
import type { Svd } from "./svd-plainly.ts"
import { symmetricEigen } from "./symmetric-eigen.ts"

/** Part of the largest singular value beyond which the squares still tell the others apart well enough to start from. */
const RESOLVED = 1e-3
const SWEEPS = 60
/** Vectors rotated against each other at a time: two such sets, and their rotations, stay in the second-level cache. */
const TILE = 16

/** Vectors w_i = Σ_j J_ij (column j of R), as rows, that are to become orthogonal by rotating the rows of J. */
interface Vectors {
  readonly n: number
  readonly W: Float64Array
  readonly J: Float64Array
}

/**
 * Singular values and vectors of a large matrix. The eigenvectors of RᵀR make the columns of R nearly orthogonal as far as squares
 * resolve them, which is half the digits; those that are left small are taken for themselves again, until all are resolved; one-sided
 * Jacobi rotations of the few pairs that are still oblique then give what the squares have lost (after Drmač & Veselić,
 * DOI 10.1137/050639193). No vector is mixed into a much larger one, so values down to rounding of the largest are right.
 */
export function svdByBlocks(A: Float64Array, m: number, n: number): Svd {
  const largest = A.reduce((size, value) => Math.max(size, Math.abs(value)), 0)
  if (!(largest < Infinity)) return spoiled(m, n)
  // Squares of the entries must neither overflow nor vanish.
  const unit = largest || 1
  const scaled = A.map((value) => value / unit)
  const first = m === n && isUpper(scaled, n) ? undefined : qr(scaled, m, n, { pivot: false })
  const { heap } = kernels()
  return heap.scope(() => {
    const W = kernelColumns(kernelCopy(first?.R ?? scaled), n, n, n)
    const vectors: Vectors = { n, W, J: heap.f64(n * n) }
    for (let i = 0; i < n; i++) vectors.J[i * (n + 1)] = 1
    separate(vectors)
    orthogonalise(vectors)
    const sizes = Float64Array.from({ length: n }, (_, i) => norm(W, i * n, n))
    const order = Array.from(sizes.keys()).sort((a, b) => sizes[b] - sizes[a] || a - b)
    const left = new Float64Array(n * n)
    const V = new Float64Array(n * n)
    order.forEach((from, to) => {
      for (let i = 0; i < n; i++) {
        left[i * n + to] = sizes[from] === 0 ? 0 : W[from * n + i] / sizes[from]
        V[i * n + to] = vectors.J[from * n + i]
      }
    })
    const values = Float64Array.from(order, (from) => sizes[from] * unit)
    return { values, V, U: first ? product(first.Q(), left, m, n) : left }
  })
}

function spoiled(m: number, n: number): Svd {
  const nothing = (length: number): Float64Array => new Float64Array(length).fill(NaN)
  return { values: nothing(n), U: nothing(m * n), V: nothing(n * n) }
}

function isUpper(A: Float64Array, n: number): boolean {
  for (let i = 1; i < n; i++) for (let j = 0; j < i; j++) if (A[i * n + j] !== 0) return false
  return true
}

function product(A: Float64Array, B: Float64Array, m: number, n: number): Float64Array {
  const { heap } = kernels()
  return heap.scope(() => {
    const C = heap.f64(m * n)
    dense().multiply(m, n, n, 1, blockAt(kernelCopy(A), n), blockAt(kernelCopy(B), n), blockAt(C, n))
    return C.slice()
  })
}

/** Turns the vectors by eigenvectors of their products, the largest first, then those too small beside them to be resolved. */
function separate(vectors: Vectors): void {
  const { n, W } = vectors
  let noise = 0
  for (let first = 0, next = 0; first < n; first = next) {
    turn(vectors, first)
    const largest = norm(W, first * n, n)
    if (first === 0) noise = n * Number.EPSILON * largest
    for (next = first + 1; next < n && norm(W, next * n, n) > RESOLVED * largest;) next++
    if (next === n || norm(W, next * n, n) <= noise) return
    rotateSlightly(vectors, first, next)
  }
}

/** The vectors from the first-th on become those along the eigenvectors of their matrix of products, the largest first. */
function turn({ n, W, J }: Vectors, first: number): void {
  const { heap } = kernels()
  const k = n - first
  heap.scope(() => {
    const own = blockAt(W, n, first * n)
    const G = heap.f64(k * k)
    products(own.data, n, k, n, G)
    const { vectors } = symmetricEigen(G, k)
    const X = heap.f64(k * k, "anything")
    for (let i = 0; i < k; i++) for (let j = 0; j < k; j++) X[i * k + j] = vectors[j * k + k - 1 - i]
    for (const rows of [W, J]) {
      const before = kernelCopy(rows.subarray(first * n, n * n))
      rows.fill(0, first * n)
      dense().multiply(k, n, k, 1, blockAt(X, k), blockAt(before, n), blockAt(rows, n, first * n))
    }
  })
}

/** The upper triangle of G `[k × k]`, and more, plus all products of the rows of W `[k × m]`. */
function products(W: Float64Array, stride: number, k: number, m: number, G: Float64Array): void {
  for (let i = 0; i < k; i += BLOCK) {
    const count = Math.min(BLOCK, k - i)
    dense().multiply(
      count,
      k - i,
      m,
      1,
      blockAt(W, stride, i * stride),
      transposed(blockAt(W, stride, i * stride)),
      blockAt(G, k, i * (k + 1)),
    )
  }
}

/**
 * Rotates the vectors from `next` on against those from `first` to `next`, all pairs at once by their angles, which rounding has left so
 * small that their squares do not count.
 */
function rotateSlightly({ n, W, J }: Vectors, first: number, next: number): void {
  const { heap } = kernels()
  const [large, small] = [next - first, n - next]
  heap.scope(() => {
    const angles = heap.f64(small * large)
    const turnTo = blockAt(angles, large)
    dense().multiply(small, large, n, 1, blockAt(W, n, next * n), transposed(blockAt(W, n, first * n)), turnTo)
    for (let j = 0; j < large; j++) {
      const square = norm(W, (first + j) * n, n) ** 2
      for (let i = 0; i < small; i++) angles[i * large + j] /= square
    }
    for (const rows of [W, J]) {
      const [from, to] = [blockAt(rows, n, first * n), blockAt(rows, n, next * n)]
      const before = kernelCopy(from.data.subarray(0, large * n))
      dense().multiply(large, n, small, 1, transposed(turnTo), to, from)
      dense().multiply(small, n, large, -1, turnTo, blockAt(before, n), to)
    }
  })
}

/** Rotates what is still oblique to working precision, tile by tile; products of all pairs tell which tiles. */
function orthogonalise({ n, W, J }: Vectors): void {
  const { heap, exports } = kernels()
  const tolerance = n * Number.EPSILON
  const G = heap.f64(n * n)
  const sizes = heap.f64(n)
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (let i = 0; i < n; i++) sizes[i] = norm(W, i * n, n)
    const noise = tolerance * sizes.reduce((largest, size) => Math.max(largest, size), 0)
    G.fill(0)
    products(W, n, n, n, G)
    let rotated = 0
    for (let p = 0; p < n; p += TILE) {
      const end = Math.min(n, p + TILE)
      for (let q = p; q < n; q += TILE) {
        const stop = Math.min(n, q + TILE)
        if (!isOblique(G, n, sizes, noise, tolerance, p, end, q, stop)) continue
        const [w, j, size] = [W.byteOffset, J.byteOffset, sizes.byteOffset]
        rotated += exports["orthogonaliseTiles"]!(n, p, end, q, stop, w, 8 * n, j, 8 * n, n, size, noise, tolerance)
      }
    }
    if (rotated === 0) return
  }
}

function isOblique(
  G: Float64Array,
  n: number,
  sizes: Float64Array,
  noise: number,
  tolerance: number,
  p0: number,
  p1: number,
  q0: number,
  q1: number,
): boolean {
  for (let p = p0; p < p1; p++) {
    const limit = tolerance * Math.max(sizes[p], noise)
    for (let q = Math.max(q0, p + 1); q < q1; q++) if (Math.abs(G[p * n + q]) > limit * Math.max(sizes[q], noise)) return true
  }
  return false
}
