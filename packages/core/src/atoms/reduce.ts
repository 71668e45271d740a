import { completeCell } from "./cell.ts"
import type { Cell, Periodicity } from "./structure.ts"

/** The repeating directions of a structure in their shortest form. */
export interface ReducedLattice {
  /** Minkowski-reduced lattice vectors, shortest first, in the first `rank` rows; perpendicular unit vectors in the rest, `[9]` [Å]. */
  readonly basis: Float64Array
  /** How many directions repeat: 0 to 3. */
  readonly rank: number
}

/**
 * Minkowski reduction of the lattice spanned by the periodic cell vectors: no vector can be shortened by adding whole multiples of
 * the others (I. Semaev, Lect. Notes Comput. Sci. 2146, 181 (2001), doi:10.1007/3-540-44670-2_13).
 */
export function reduceLattice(cell: Cell | null, pbc: Periodicity): ReducedLattice {
  const full = completeCell(cell, pbc)
  const vectors = [0, 1, 2].filter((d) => pbc[d]).map((d) => full.slice(3 * d, 3 * d + 3))
  if (vectors.length === 3) reduceThree(vectors)
  else if (vectors.length === 2) reduceTwo(vectors)
  const basis = new Float64Array(9)
  for (const [row, vector] of vectors.entries()) basis.set(vector, 3 * row)
  return { basis: completeCell(basis, [vectors.length > 0, vectors.length > 1, vectors.length > 2]), rank: vectors.length }
}

/** Lagrange–Gauss: subtracts the shorter vector from the longer until that no longer shortens it. */
function reduceTwo(v: Float64Array[]): void {
  for (;;) {
    v.sort((a, b) => square(a) - square(b))
    const shift = Math.round(dot(v[0], v[1]) / square(v[0]))
    if (!shorten(v[1], [v[0]], [shift])) return
  }
}

function reduceThree(v: Float64Array[]): void {
  for (;;) {
    v.sort((a, b) => square(a) - square(b))
    const pair = [v[0], v[1]]
    reduceTwo(pair)
    ;[v[0], v[1]] = pair
    // The point of the plane lattice nearest to c's projection is one of those around its real coordinates.
    const [aa, ab, bb] = [square(v[0]), dot(v[0], v[1]), square(v[1])]
    const [ca, cb] = [dot(v[2], v[0]), dot(v[2], v[1])]
    const det = aa * bb - ab * ab
    const x = (ca * bb - cb * ab) / det
    const y = (cb * aa - ca * ab) / det
    let best = [0, 0]
    let least = square(v[2])
    for (let i = -1; i <= 1; i++) {
      for (let j = -1; j <= 1; j++) {
        const trial = v[2].slice()
        const shifts = [Math.round(x) + i, Math.round(y) + j]
        subtract(trial, pair, shifts)
        if (square(trial) < least) [least, best] = [square(trial), shifts]
      }
    }
    if (!shorten(v[2], pair, best) || square(v[2]) >= square(v[1])) return
  }
}

/** Subtracts multiples of the others where that shortens the vector by more than rounding; says whether it did. */
function shorten(vector: Float64Array, others: readonly Float64Array[], shifts: readonly number[]): boolean {
  const trial = vector.slice()
  subtract(trial, others, shifts)
  if (!(square(trial) < square(vector) * (1 - 1e-14))) return false
  vector.set(trial)
  return true
}

function subtract(vector: Float64Array, others: readonly Float64Array[], shifts: readonly number[]): void {
  for (const [m, other] of others.entries()) for (let c = 0; c < 3; c++) vector[c] -= shifts[m] * other[c]
}

function dot(a: Float64Array, b: Float64Array): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

function square(a: Float64Array): number {
  return dot(a, a)
}
