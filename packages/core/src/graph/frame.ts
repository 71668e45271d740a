import type { Structure } from "../atoms/structure.ts"
import { Failure } from "../failure/failure.ts"

/**
 * Three independent directions in which the atoms of a structure are counted into bins and repeated: its cell, where directions
 * without a vector (a cluster, a slab with a zero third vector) are filled up with normals of length 1 Å.
 */
export interface Frame {
  /** Rows h_a, h_b, h_c, `[9]` [Å]. */
  readonly rows: Float64Array
  /** Columns are the reciprocal vectors: fractional = r · inverse, `[9]` [1/Å]. */
  readonly inverse: Float64Array
  /** Distance between the two faces of the frame across each direction, `[3]` [Å]. */
  readonly heights: readonly [number, number, number]
  readonly periodic: readonly [boolean, boolean, boolean]
  /** Volume of the cell as given [Å³]; 0 without a full cell. */
  readonly volume: number
}

/** The frame of a structure. @throws Failure for a cell that is not finite, or flat in a direction that repeats. */
export function frameOf(structure: Structure, index: number): Frame {
  const { cell, pbc } = structure
  if (cell && (cell.length !== 9 || !cell.every(Number.isFinite))) {
    throw new Failure(`the cell of structure ${index} is not nine finite numbers`, { advice: "give three lattice vectors in Å" })
  }
  const rows = cell ? Float64Array.from(cell) : new Float64Array(9)
  const periodic = [0, 1, 2].map((d) => cell !== null && pbc[d as 0 | 1 | 2]) as [boolean, boolean, boolean]
  const missing = [0, 1, 2].filter((d) => Math.hypot(rows[3 * d], rows[3 * d + 1], rows[3 * d + 2]) === 0)
  for (const d of missing) {
    if (periodic[d]) {
      throw new Failure(`structure ${index} is periodic along lattice vector ${d + 1}, which is zero`, {
        advice: "give the vector, or say that this direction is not periodic",
      })
    }
  }
  for (const d of missing) rows.set(normalTo(rows, d), 3 * d)
  const determinant = tripleProduct(rows)
  const inverse = inverseOf(rows, determinant)
  const heights = [0, 1, 2].map((d) => 1 / Math.hypot(inverse[d], inverse[3 + d], inverse[6 + d])) as [number, number, number]
  const flat = heights.findIndex((height) => !(height > 1e-6))
  if (flat >= 0 || !Number.isFinite(1 / determinant)) {
    throw new Failure(`the cell of structure ${index} has no volume: its vectors lie in one plane`, {
      advice: "check the lattice vectors",
    })
  }
  return { rows, inverse, heights, periodic, volume: missing.length === 0 ? Math.abs(determinant) : 0 }
}

/** A unit vector across the rows other than `d` that are not zero. */
function normalTo(rows: Float64Array, d: number): Float64Array {
  const others = [(d + 1) % 3, (d + 2) % 3].map((k) => rows.subarray(3 * k, 3 * k + 3)).filter((row) => row.some((x) => x !== 0))
  if (others.length === 0) return Float64Array.from([0, 1, 2], (c) => (c === d ? 1 : 0))
  if (others.length === 2) return unit(cross(others[0], others[1]))
  const row = others[0]
  const smallest = [0, 1, 2].reduce((least, c) => (Math.abs(row[c]) < Math.abs(row[least]) ? c : least), 0)
  return unit(
    cross(
      row,
      Float64Array.from([0, 1, 2], (c) => (c === smallest ? 1 : 0)),
    ),
  )
}

function cross(u: Float64Array, v: Float64Array): Float64Array {
  return Float64Array.of(u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0])
}

function unit(u: Float64Array): Float64Array {
  const length = Math.hypot(u[0], u[1], u[2])
  return u.map((x) => x / length)
}

function tripleProduct(rows: Float64Array): number {
  const across = cross(rows.subarray(3, 6), rows.subarray(6, 9))
  return rows[0] * across[0] + rows[1] * across[1] + rows[2] * across[2]
}

function inverseOf(rows: Float64Array, determinant: number): Float64Array {
  const inverse = new Float64Array(9)
  for (let d = 0; d < 3; d++) {
    const next = (d + 1) % 3
    const last = (d + 2) % 3
    const across = cross(rows.subarray(3 * next, 3 * next + 3), rows.subarray(3 * last, 3 * last + 3))
    for (let c = 0; c < 3; c++) inverse[3 * c + d] = across[c] / determinant
  }
  return inverse
}
