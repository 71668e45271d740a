import { kernels } from "../../kernels/kernels.ts"
import { blockAt } from "../dense/backend.ts"
import { dense } from "../dense/dense.ts"
import { symmetricEigenPlainly } from "./symmetric-eigen-plainly.ts"
import { solveSecular } from "./secular-equation.ts"

/** Parts of this size are not divided further. */
const LEAF = 32

/**
 * Eigenvalues, rising, and eigenvectors, as the rows of `vectors`, of a symmetric tridiagonal matrix, by divide and conquer: the matrix
 * less a rank-one tear is two smaller ones, whose eigenvectors turn by those of diag(d) + ρ z zᵀ. The vector z is recomputed from the
 * roots found (Gu & Eisenstat, DOI 10.1137/S0895479892241287), so the eigenvectors are orthogonal to rounding.
 *
 * Source: Cuppen, DOI 10.1007/BF01396757. At most 4/3 n³ flops of matrix products, far fewer where eigenvalues agree.
 * @param diagonal `[n]`, destroyed; @param beside `[n]`, entry k right of the diagonal in row k
 * @param vectors row-major `[n × n]` zeros in kernel memory
 */
export function tridiagonalEigen(diagonal: Float64Array, beside: Float64Array, vectors: Float64Array): Float64Array {
  const n = diagonal.length
  const values = new Float64Array(n)
  solvePart({ n, diagonal, beside, vectors, values }, 0, n)
  return values
}

interface Tridiagonal {
  readonly n: number
  readonly diagonal: Float64Array
  readonly beside: Float64Array
  readonly vectors: Float64Array
  readonly values: Float64Array
}

function solvePart(problem: Tridiagonal, first: number, end: number): void {
  if (end - first <= LEAF) return solveLeaf(problem, first, end)
  const { diagonal, beside } = problem
  const middle = (first + end) >> 1
  const coupling = beside[middle - 1]
  diagonal[middle - 1] -= Math.abs(coupling)
  diagonal[middle] -= Math.abs(coupling)
  solvePart(problem, first, middle)
  solvePart(problem, middle, end)
  join(problem, first, middle, end, coupling)
}

function solveLeaf({ n, diagonal, beside, vectors, values }: Tridiagonal, first: number, end: number): void {
  const size = end - first
  const T = new Float64Array(size * size)
  for (let i = 0; i < size; i++) {
    T[i * (size + 1)] = diagonal[first + i]
    if (i + 1 < size) T[i * (size + 1) + 1] = beside[first + i]
  }
  const leaf = symmetricEigenPlainly(T, size)
  values.set(leaf.values, first)
  for (let j = 0; j < size; j++) for (let i = 0; i < size; i++) vectors[(first + j) * n + first + i] = leaf.vectors[i * size + j]
}

/** What is known of the torn matrix diag(d) + ρ z zᵀ before its secular equation is solved. */
interface Torn {
  /** Rows of the part that take part, by rising d; and those that are eigenvectors already. */
  readonly kept: readonly number[]
  readonly settled: readonly number[]
}

/** Puts two solved parts together: diag(values) + |coupling| u uᵀ in the basis of their eigenvectors. */
function join({ n, vectors, values }: Tridiagonal, first: number, middle: number, end: number, coupling: number): void {
  const size = end - first
  const sign = coupling < 0 ? -1 : 1
  const rho = 2 * Math.abs(coupling)
  const order = Array.from({ length: size }, (_, j) => first + j).sort((a, b) => values[a] - values[b] || a - b)
  const z = new Float64Array(n)
  for (let j = first; j < end; j++) z[j] = (j < middle ? vectors[j * n + middle - 1] : sign * vectors[j * n + middle]) / Math.SQRT2
  const { kept, settled } = deflate({ n, vectors, values }, first, size, order, z, rho)
  const k = kept.length
  const d = Float64Array.from(kept, (j) => values[j])
  const weights = Float64Array.from(kept, (j) => z[j])
  const { heap } = kernels()
  heap.scope(() => {
    const gaps = heap.f64(k * k, "anything")
    const roots = Float64Array.from({ length: k }, (_, i) => solveSecular(d, weights, k, rho, i, gaps, i * k))
    eigenvectorsOf(d, weights, gaps)
    const turned = heap.f64(k * size)
    turnRows(vectors, n, first, middle, end, kept, gaps, turned)
    // Rising again, the settled ones among the roots.
    const all = [
      ...Array.from(roots, (value, i) => ({ value, from: turned.subarray(i * size, (i + 1) * size) })),
      ...settled.map((j) => ({ value: values[j], from: vectors.slice(j * n + first, j * n + end) })),
    ].sort((a, b) => a.value - b.value)
    all.forEach(({ value, from }, i) => {
      values[first + i] = value
      vectors.set(from, (first + i) * n + first)
    })
  })
}

/**
 * Sets aside the rows that the tear does not touch: those of vanishing z, and one of every two whose values all but agree, once a rotation
 * has put the z of both on the other.
 */
function deflate(
  { n, vectors, values }: Pick<Tridiagonal, "n" | "vectors" | "values">,
  first: number,
  size: number,
  order: readonly number[],
  z: Float64Array,
  rho: number,
): Torn {
  const rotate = kernels().exports["rotate"]!
  const largest = Math.max(Math.abs(values[order[0]]), Math.abs(values[order.at(-1)!]), ...z.subarray(first, first + size).map(Math.abs))
  const tolerance = 8 * Number.EPSILON * largest
  const kept: number[] = []
  const settled: number[] = []
  for (const j of order) {
    if (rho * Math.abs(z[j]) <= tolerance) {
      settled.push(j)
      continue
    }
    const before = kept.at(-1)
    if (before !== undefined) {
      const length = Math.hypot(z[before], z[j])
      const c = z[j] / length
      const s = z[before] / length
      const gap = values[j] - values[before]
      if (Math.abs(gap * c * s) <= tolerance) {
        z[j] = length
        z[before] = 0
        rotate(size, vectors.byteOffset + 8 * (before * n + first), vectors.byteOffset + 8 * (j * n + first), c, s)
        const [low, high] = [values[before], values[j]]
        values[before] = low * c * c + high * s * s
        values[j] = low * s * s + high * c * c
        kept.pop()
        settled.push(before)
      }
    }
    kept.push(j)
  }
  return { kept, settled }
}

/** Turns the differences d_j − λ_i into the unit eigenvectors ẑ_j / (d_j − λ_i), row i each, with the ẑ whose roots are exactly these. */
function eigenvectorsOf(d: Float64Array, z: Float64Array, gaps: Float64Array): void {
  const k = d.length
  const exact = new Float64Array(k).fill(1)
  for (let j = 0; j < k; j++) exact[j] = -gaps[j * k + j]
  for (let i = 0; i < k; i++) for (let j = 0; j < k; j++) if (i !== j) exact[j] *= gaps[i * k + j] / (d[j] - d[i])
  for (let j = 0; j < k; j++) exact[j] = Math.sqrt(Math.abs(exact[j])) * (z[j] < 0 ? -1 : 1)
  for (let i = 0; i < k; i++) {
    let squares = 0
    for (let j = i * k; j < (i + 1) * k; j++) {
      gaps[j] = exact[j - i * k] / gaps[j]
      squares += gaps[j] * gaps[j]
    }
    const length = Math.sqrt(squares)
    for (let j = i * k; j < (i + 1) * k; j++) gaps[j] /= length
  }
}

/** `turned [k × size]` = X Z, for the kept rows Z of `vectors`: those of either part are zero in the columns of the other. */
function turnRows(
  vectors: Float64Array,
  n: number,
  first: number,
  middle: number,
  end: number,
  kept: readonly number[],
  X: Float64Array,
  turned: Float64Array,
): void {
  const { heap } = kernels()
  const k = kept.length
  const size = end - first
  for (const [from, to] of [
    [first, middle],
    [middle, end],
  ]) {
    // Rotated rows reach into both parts.
    const rows = [...kept.keys()].filter((j) => isTouched(vectors, kept[j] * n + from, to - from))
    heap.scope(() => {
      const own = heap.f64(rows.length * (to - from), "anything")
      const factors = heap.f64(k * rows.length, "anything")
      rows.forEach((j, l) => {
        own.set(vectors.subarray(kept[j] * n + from, kept[j] * n + to), l * (to - from))
        for (let i = 0; i < k; i++) factors[i * rows.length + l] = X[i * k + j]
      })
      const target = blockAt(turned, size, from - first)
      dense().multiply(k, to - from, rows.length, 1, blockAt(factors, rows.length), blockAt(own, to - from), target)
    })
  }
}

function isTouched(array: Float64Array, at: number, count: number): boolean {
  for (let i = at; i < at + count; i++) if (array[i] !== 0) return true
  return false
}
