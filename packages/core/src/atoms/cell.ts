import type { Cell, Periodicity, Structure } from "./structure.ts"

/** Volume `|a·(b×c)|` of a full-rank cell [Å³]; 0 when the vectors lie in a plane. */
export function cellVolume(cell: Cell): number {
  return Math.abs(determinant(cell))
}

/** `a·(b×c)` [Å³], negative for a left-handed cell. */
export function determinant(m: ArrayLike<number>): number {
  return m[0] * (m[4] * m[8] - m[5] * m[7]) - m[1] * (m[3] * m[8] - m[5] * m[6]) + m[2] * (m[3] * m[7] - m[4] * m[6])
}

/** Inverse of a 3×3 matrix, row-major. Of a cell, its columns are the reciprocal vectors `b×c/V, c×a/V, a×b/V` [1/Å]. */
export function inverse(m: ArrayLike<number>): Float64Array {
  const d = determinant(m)
  if (d === 0 || !Number.isFinite(d)) throw new RangeError("a 3×3 matrix without an inverse: its rows lie in a plane")
  return Float64Array.of(
    (m[4] * m[8] - m[5] * m[7]) / d,
    (m[2] * m[7] - m[1] * m[8]) / d,
    (m[1] * m[5] - m[2] * m[4]) / d,
    (m[5] * m[6] - m[3] * m[8]) / d,
    (m[0] * m[8] - m[2] * m[6]) / d,
    (m[2] * m[3] - m[0] * m[5]) / d,
    (m[3] * m[7] - m[4] * m[6]) / d,
    (m[1] * m[6] - m[0] * m[7]) / d,
    (m[0] * m[4] - m[1] * m[3]) / d,
  )
}

/** `x · m` for rows: `rows` is packed `xyz`, `[3n]`, each multiplied from the right by the row-major 3×3 matrix. */
export function timesMatrix(rows: ArrayLike<number>, m: ArrayLike<number>): Float64Array {
  const out = new Float64Array(rows.length)
  for (let i = 0; i + 2 < rows.length; i += 3) {
    const x = rows[i]
    const y = rows[i + 1]
    const z = rows[i + 2]
    out[i] = x * m[0] + y * m[3] + z * m[6]
    out[i + 1] = x * m[1] + y * m[4] + z * m[7]
    out[i + 2] = x * m[2] + y * m[5] + z * m[8]
  }
  return out
}

/** Transpose of a row-major 3×3 matrix. */
export function transpose(m: ArrayLike<number>): Float64Array {
  return Float64Array.of(m[0], m[3], m[6], m[1], m[4], m[7], m[2], m[5], m[8])
}

/**
 * The cell with every missing row (zero length, allowed in non-periodic directions only) replaced by a unit vector
 * perpendicular to the others, so that fractional coordinates exist; the identity when there is no cell at all.
 */
export function completeCell(cell: Cell | null, pbc: Periodicity): Cell {
  const full = new Float64Array(9)
  if (cell) full.set(cell)
  const missing = [0, 1, 2].filter((d) => full[3 * d] === 0 && full[3 * d + 1] === 0 && full[3 * d + 2] === 0)
  for (const d of missing) if (pbc[d]) throw new RangeError(`the cell repeats along vector ${d + 1}, which has no length`)
  if (missing.length === 3) return Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1)
  if (missing.length === 2) {
    const [given] = [0, 1, 2].filter((d) => !missing.includes(d))
    setUnit(full, (given + 1) % 3, perpendicularTo(full.subarray(3 * given, 3 * given + 3)))
  }
  if (missing.length > 0) {
    const last = missing.length === 1 ? missing[0] : [0, 1, 2].find((d) => isZero(full, d))
    if (last !== undefined) setUnit(full, last, cross(full, (last + 1) % 3, (last + 2) % 3))
  }
  return full
}

/** Positions in units of the cell vectors, `[3N]`. Directions without a vector are measured in Å along a perpendicular one. */
export function toFractional(structure: Structure): Float64Array {
  return timesMatrix(structure.positions, inverse(completeCell(structure.cell, structure.pbc)))
}

/** Cartesian positions `[3N]` [Å] of fractional ones. */
export function toCartesian(fractional: ArrayLike<number>, cell: Cell): Float64Array {
  return timesMatrix(fractional, cell)
}

/** Distances between opposite faces of a full-rank cell, `[3]` [Å]: `1/|reciprocal vector|`. */
export function faceDistances(cell: Cell): Float64Array {
  const inv = inverse(cell)
  return Float64Array.from([0, 1, 2], (d) => 1 / Math.hypot(inv[d], inv[3 + d], inv[6 + d]))
}

/** Volume of the structure [Å³], or 0 where it has none: no cell, or a missing vector. */
export function structureVolume(structure: Structure): number {
  return structure.cell === null ? 0 : cellVolume(structure.cell)
}

function isZero(cell: ArrayLike<number>, d: number): boolean {
  return cell[3 * d] === 0 && cell[3 * d + 1] === 0 && cell[3 * d + 2] === 0
}

function setUnit(cell: Float64Array, row: number, vector: ArrayLike<number>): void {
  const length = Math.hypot(vector[0], vector[1], vector[2])
  if (length === 0) throw new RangeError("two cell vectors are parallel")
  for (let c = 0; c < 3; c++) cell[3 * row + c] = vector[c] / length
}

function perpendicularTo(v: ArrayLike<number>): number[] {
  // Crossed with the axis it is least along, so the result is never near zero.
  const sizes = [Math.abs(v[0]), Math.abs(v[1]), Math.abs(v[2])]
  const axis = sizes.indexOf(Math.min(...sizes))
  const e = [0, 0, 0]
  e[axis] = 1
  return [v[1] * e[2] - v[2] * e[1], v[2] * e[0] - v[0] * e[2], v[0] * e[1] - v[1] * e[0]]
}

function cross(cell: ArrayLike<number>, i: number, j: number): number[] {
  const a = [cell[3 * i], cell[3 * i + 1], cell[3 * i + 2]]
  const b = [cell[3 * j], cell[3 * j + 1], cell[3 * j + 2]]
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}
