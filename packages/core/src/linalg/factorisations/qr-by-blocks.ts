import { kernels } from "../../kernels/kernels.ts"
import { type Block, blockAt, transposed } from "../dense/backend.ts"
import { dense } from "../dense/dense.ts"
import { areModerate, BLOCK, kernelColumns, kernelCopy } from "../dense/kernel-arrays.ts"
import { norm } from "../norm.ts"
import type { Qr } from "./qr-plainly.ts"

/** Columns factored between two products when pivoting. */
const PIVOTS = 32

/**
 * The QR factorisation by blocks in kernel memory: as panels of reflections in compact form, or with pivots as in Quintana-Ortí, Sun &
 * Bischof, DOI 10.1137/S1064827595296732. `undefined` where squares of the numbers would overflow or vanish, and for NaN.
 */
export function qrByBlocks(A: Float64Array, m: number, n: number, pivot: boolean): Qr | undefined {
  const { heap } = kernels()
  return heap.scope(() => {
    const rows = kernelCopy(A.subarray(0, m * n))
    if (!areModerate(n, { data: rows, rows: m })) return undefined
    const columns = kernelColumns(rows, m, n, m)
    const r = Math.min(m, n)
    const tau = heap.f64(r)
    const permutation = heap.i32(n)
    for (let j = 0; j < n; j++) permutation[j] = j
    if (pivot) factorPivots(columns, m, n, tau, permutation)
    else factorPanels(columns, m, n, tau)
    const R = new Float64Array(r * n)
    for (let j = 0; j < n; j++) {
      const last = Math.min(j + 1, r)
      for (let i = 0; i < last; i++) R[i * n + j] = columns[j * m + i]
    }
    const reflections = { V: columns.slice(0, r * m), tau: tau.slice(), m, r }
    for (let k = 0; k < r; k++) {
      reflections.V.fill(0, k * m, k * m + k)
      reflections.V[k * m + k] = 1
    }
    return { R, permutation: permutation.slice(), Q: () => formQ(reflections), project: (b) => project(reflections, b) }
  })
}

/** I − τ v vᵀ for each row v of V `[r × m]`, the first being applied first. */
interface Reflections {
  readonly V: Float64Array
  readonly tau: Float64Array
  readonly m: number
  readonly r: number
}

/** Columns `[n × m]` turn into R, on and above the diagonal, and the tails of the reflections below it. */
function factorPanels(columns: Float64Array, m: number, n: number, tau: Float64Array): void {
  const { heap, exports } = kernels()
  const r = Math.min(m, n)
  const T = heap.f64(BLOCK * BLOCK, "anything")
  const corner = heap.f64(BLOCK * BLOCK, "anything")
  const work = heap.f64(2 * BLOCK * BLOCK + exports["productScratch"]!(), "anything")
  const W = heap.f64(n * BLOCK, "anything")
  const change = heap.f64(n * BLOCK, "anything")
  for (let k = 0; k < r; k += BLOCK) {
    const count = Math.min(BLOCK, r - k)
    const rest = n - k - count
    const at = columns.byteOffset + 8 * k * (m + 1)
    const tauAt = tau.byteOffset + 8 * k
    exports["reflectPanel"]!(count, m - k, at, 8 * m, corner.byteOffset, 8 * count, 1, tauAt, T.byteOffset, work.byteOffset)
    const V = blockAt(columns, m, k * (m + 1))
    applyBlock(V, blockAt(T, count), count, m - k, blockAt(columns, m, k * (m + 1) + count * m), rest, W, change)
    for (let j = 0; j < count; j++) for (let i = 0; i <= j; i++) columns[(k + j) * m + k + i] = corner[i * count + j]
  }
}

/** Applies (I − V T Vᵀ)ᵀ to columns: C `[rest × m]` less (C Vᵀ T) V, with V `[count × m]`. `W` and `change` are scratch. */
function applyBlock(V: Block, T: Block, count: number, m: number, C: Block, rest: number, W: Float64Array, change: Float64Array): void {
  W.fill(0, 0, rest * count)
  change.fill(0, 0, rest * count)
  dense().multiply(rest, count, m, 1, C, transposed(V), blockAt(W, count))
  dense().multiply(rest, count, count, 1, blockAt(W, count), T, blockAt(change, count))
  dense().multiply(rest, m, count, -1, blockAt(change, count), V, C)
}

function factorPivots(columns: Float64Array, m: number, n: number, tau: Float64Array, permutation: Int32Array): void {
  const { heap, exports } = kernels()
  const r = Math.min(m, n)
  const left = heap.f64(n)
  for (let j = 0; j < n; j++) left[j] = norm(columns, j * m, m)
  const reference = kernelCopy(left)
  const F = heap.f64(n * PIVOTS)
  const work = heap.f64(PIVOTS)
  for (let k = 0, count = 0; k < r; k += count) {
    count = exports["reflectPivots"]!(
      m,
      n,
      k,
      Math.min(PIVOTS, r - k),
      columns.byteOffset,
      8 * m,
      left.byteOffset,
      reference.byteOffset,
      permutation.byteOffset,
      tau.byteOffset,
      F.byteOffset,
      8 * PIVOTS,
      work.byteOffset,
    )
    const next = k + count
    const V = blockAt(columns, m, k * m + next)
    dense().multiply(n - next, m - next, count, -1, blockAt(F, PIVOTS, next * PIVOTS), V, blockAt(columns, m, next * (m + 1)))
    exports["renewNorms"]!(m, n, next, columns.byteOffset, 8 * m, left.byteOffset, reference.byteOffset)
  }
}

function project({ V, tau, m, r }: Reflections, b: Float64Array): Float64Array {
  const x = b.slice(0, m)
  for (let k = 0; k < r; k++) {
    let sum = 0
    for (let i = k; i < m; i++) sum += V[k * m + i] * x[i]
    sum *= tau[k]
    for (let i = k; i < m; i++) x[i] -= sum * V[k * m + i]
  }
  return x.slice(0, r)
}

/** Q = H₁H₂… applied to the first r unit vectors, a block at a time, the last first. */
function formQ({ V, tau, m, r }: Reflections): Float64Array {
  const { heap, exports } = kernels()
  return heap.scope(() => {
    const rows = kernelCopy(V)
    const factors = kernelCopy(tau)
    const Q = heap.f64(m * r)
    for (let k = 0; k < r; k++) Q[k * r + k] = 1
    const T = heap.f64(BLOCK * BLOCK, "anything")
    const work = heap.f64(BLOCK * BLOCK + exports["productScratch"]!(), "anything")
    const W = heap.f64(BLOCK * r, "anything")
    const change = heap.f64(BLOCK * r, "anything")
    for (let k = BLOCK * Math.floor((r - 1) / BLOCK); k >= 0; k -= BLOCK) {
      const count = Math.min(BLOCK, r - k)
      const block = blockAt(rows, m, k * (m + 1))
      const part = blockAt(Q, r, k * (r + 1))
      exports["combineReflections"]!(count, m - k, block.data.byteOffset, 8 * m, factors.byteOffset + 8 * k, T.byteOffset, work.byteOffset)
      W.fill(0, 0, count * (r - k))
      change.fill(0, 0, count * (r - k))
      dense().multiply(count, r - k, m - k, 1, block, part, blockAt(W, r - k))
      dense().multiply(count, r - k, count, 1, blockAt(T, count), blockAt(W, r - k), blockAt(change, r - k))
      dense().multiply(m - k, r - k, count, -1, transposed(block), blockAt(change, r - k), part)
    }
    return Q.slice()
  })
}
