import { qr, rankOf } from "../../../linalg/factorisations/qr.ts"
import { createCouplings, packed, unpacked, type Couplings } from "./coupled-tensors.ts"

/** One invariant of a class of factors, as a sum over products of harmonics. */
export interface InvariantTerms {
  /** m of each factor, in their order, of each term. */
  readonly m: readonly (readonly number[])[]
  readonly coefficients: Float64Array
}

/** Largest ratio of the diagonal of R that counts as zero: far above rounding, far below the smallest true one. */
const INDEPENDENT = 1e-9

/** Finds the invariants of classes of factors, remembering those already met. */
export interface SymmetricCouplings {
  /**
   * All linearly independent invariants of factors with these l, of which neighbours with the same mark are the same function and may
   * change places.
   *
   * @param marks equal for equal factors, which stand side by side
   */
  invariants(l: readonly number[], marks: readonly number[]): readonly InvariantTerms[]
}

/**
 * Tensors of `createCouplings`, made symmetric under permutations of equal factors, orthonormalised by QR with pivoting, whose rank is the
 * number of independent functions, and divided by √Π(size of groups of equal factors)!, so that B has the variance one where the factors
 * are independent, of variance one and mean zero.
 */
export function createSymmetricCouplings(): SymmetricCouplings {
  const couplings = createCouplings()
  const known = new Map<string, readonly InvariantTerms[]>()
  return Object.freeze({
    invariants(l: readonly number[], marks: readonly number[]): readonly InvariantTerms[] {
      const groups = groupSizes(marks)
      const key = `${l.join(",")}:${groups.join(",")}`
      const found = known.get(key) ?? symmetrised(couplings, l, groups)
      known.set(key, found)
      return found
    },
  })
}

function symmetrised(couplings: Couplings, l: readonly number[], groups: readonly number[]): readonly InvariantTerms[] {
  const tensors = couplings.tensors(l)
  if (tensors.length === 0) return []
  const orbits = new Map<number, number>()
  const sums = tensors.map((tensor) => {
    const sum = new Map<number, number>()
    for (const [key, value] of tensor) {
      const orbit = packed(sortedWithin(unpacked(key, l.length), groups))
      if (!orbits.has(orbit)) orbits.set(orbit, orbits.size)
      sum.set(orbit, (sum.get(orbit) ?? 0) + value)
    }
    return sum
  })
  const keys = [...orbits.keys()]
  const places = keys.map((key) => unpacked(key, l.length))
  // A symmetric tensor has the same element at each of the `size` places of an orbit: sum / size, and the norm Σ sum² / size.
  const sizes = places.map((m) => orbitSize(m, groups))
  const A = new Float64Array(keys.length * tensors.length)
  sums.forEach((sum, j) => keys.forEach((key, i) => (A[i * tensors.length + j] = (sum.get(key) ?? 0) / Math.sqrt(sizes[i]))))
  const { R, Q } = qr(A, keys.length, tensors.length)
  const r = Math.min(keys.length, tensors.length)
  // Where permutations cancel everything, nothing but rounding is left.
  const rank = Math.abs(R[0]) < INDEPENDENT ? 0 : rankOf(R, r, tensors.length, INDEPENDENT)
  const q = Q()
  const variance = groups.reduce((product, size) => product * factorial(size), 1)
  return Array.from({ length: rank }, (_, j) => {
    const column = keys.map((_, i) => q[i * r + j] * Math.sqrt(sizes[i] / variance))
    const kept = column.flatMap((value, i) => (Math.abs(value) > 1e-13 ? [i] : []))
    const sign = column[kept.find((i) => Math.abs(column[i]) > 1e-6) ?? 0] < 0 ? -1 : 1
    return Object.freeze({ m: kept.map((i) => places[i]), coefficients: Float64Array.from(kept, (i) => sign * column[i]) })
  })
}

/** Lengths of the runs of equal marks. */
function groupSizes(marks: readonly number[]): readonly number[] {
  const sizes: number[] = []
  marks.forEach((mark, k) => {
    if (k > 0 && marks[k - 1] === mark) sizes[sizes.length - 1]++
    else sizes.push(1)
  })
  return sizes
}

/** m with the indices of equal factors in rising order. */
function sortedWithin(m: number[], groups: readonly number[]): number[] {
  if (groups.length === m.length) return m
  let at = 0
  return groups.flatMap((size) => m.slice(at, (at += size)).sort((a, b) => a - b))
}

/** Number of different orders of the indices of equal factors. */
function orbitSize(m: readonly number[], groups: readonly number[]): number {
  let [at, size] = [0, 1]
  for (const length of groups) {
    size *= factorial(length)
    let run = 1
    for (let k = at + 1; k <= at + length; k++) {
      if (k < at + length && m[k] === m[k - 1]) run++
      else {
        size /= factorial(run)
        run = 1
      }
    }
    at += length
  }
  return size
}

function factorial(n: number): number {
  return n < 2 ? 1 : n * factorial(n - 1)
}
