import { norm } from "../../linalg/norm.ts"

/** Component below which two directions have nothing to do with each other. */
const NOTHING = 1e-6

/** Directions as rows, `[d][n]`, orthonormal. */
export type Directions = readonly Float64Array[]

/** The columns of a row-major `[n × d]` matrix. */
export function columnsOf(matrix: Float64Array, n: number): Directions {
  const d = n > 0 ? matrix.length / n : 0
  return Array.from({ length: d }, (_, l) => Float64Array.from({ length: n }, (_, k) => matrix[k * d + l]))
}

/** sin of the angle between a vector and the space of orthonormal directions; 1 where there are none. */
export function angleTo(directions: Directions, vector: Float64Array): number {
  const size = norm(vector)
  return size > 0 ? norm(outside(directions, vector)) / size : 1
}

/** What of a vector is not in the space of orthonormal directions. */
function outside(directions: Directions, vector: Float64Array): Float64Array {
  const left = vector.slice()
  // Twice is enough.
  for (let pass = 0; pass < 2; pass++) {
    for (const direction of directions) {
      const part = dot(direction, left)
      for (let k = 0; k < left.length; k++) left[k] -= part * direction[k]
    }
  }
  return left
}

/** An orthonormal basis of what is left of the directions beside those of `named`. */
export function without(directions: Directions, named: Directions): Directions {
  const basis: Float64Array[] = []
  const taken = orthonormal(named)
  // Those that have most left come first, so that rounding of what is gone cannot pass for a direction.
  const count = directions.length - taken.length
  const rest = directions.map((direction) => outside(taken, direction))
  for (let l = 0; l < count; l++) {
    const left = rest.map((direction) => outside(basis, direction))
    const best = left.reduce((most, direction) => (norm(direction) > norm(most) ? direction : most))
    const size = norm(best)
    basis.push(best.map((value) => value / size))
  }
  return basis
}

/** An orthonormal basis of the space of vectors; those that lie in the space of earlier ones add nothing. */
export function orthonormal(vectors: Directions): Directions {
  const basis: Float64Array[] = []
  for (const vector of vectors) {
    const left = outside(basis, vector)
    const size = norm(left)
    if (size > NOTHING * norm(vector)) basis.push(left.map((value) => value / size))
  }
  return basis
}

/**
 * Unit vectors that span the same space, each with few components: the reduced echelon form, whose pivots are the largest components
 * left. What concerns one parameter alone stands alone.
 */
export function sparse(directions: Directions): Directions {
  const rows = directions.map((direction) => direction.slice())
  const n = rows[0]?.length ?? 0
  rows.forEach((_, l) => {
    let [best, pivot] = [l, 0]
    for (let i = l; i < rows.length; i++) {
      for (let k = 0; k < n; k++) if (Math.abs(rows[i][k]) > Math.abs(rows[best][pivot]) * (1 + 1e-9)) [best, pivot] = [i, k]
    }
    ;[rows[l], rows[best]] = [rows[best], rows[l]]
    const scale = rows[l][pivot]
    rows[l] = rows[l].map((value) => value / scale)
    rows.forEach((row, i) => {
      const factor = row[pivot]
      if (i === l || factor === 0) return
      for (let k = 0; k < n; k++) row[k] -= factor * rows[l][k]
    })
  })
  return rows.map((row) => {
    const clean = row.map((value) => (Math.abs(value) < NOTHING ? 0 : value))
    const size = norm(clean)
    return clean.map((value) => value / size)
  })
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let k = 0; k < a.length; k++) sum += a[k] * b[k]
  return sum
}
