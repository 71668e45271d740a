import { inverse, timesMatrix, transpose } from "../../atoms/cell.ts"
import { reduceLattice } from "../../atoms/reduce.ts"
import type { Structure } from "../../atoms/structure.ts"
import { surroundingsOf } from "./surroundings.ts"

/** A rotation (proper or not) with a translation that maps a periodic structure onto itself. */
export interface Operation {
  /** `v′ = R v`, orthogonal, row-major `[9]`. */
  readonly rotation: Float64Array
  /** Atom i goes to where atom `images[i]` is, up to lattice vectors. */
  readonly images: Int32Array
}

/** Rounding of positions [Å]. */
const TOLERANCE = 1e-6

/**
 * The space group of a structure, one operation for each rotation and each translation within the cell: the identity first. Directions
 * that do not repeat must have a cell vector, long enough to keep images apart.
 *
 * @param tolerance farther than this from where symmetry puts it, an atom breaks the symmetry [Å]; rotations are orthogonal to as much
 */
export function operationsOf(structure: Structure, tolerance: number = TOLERANCE): readonly Operation[] {
  const { cell } = structure
  if (cell === null) throw new RangeError("a structure without a cell has no space group")
  const rotations = latticeRotations(cell, tolerance)
  const toFractional = inverse(cell)
  const fractional = timesMatrix(structure.positions, toFractional)
  const classes = surroundingsOf(structure, tolerance)
  const groups = [...Map.groupBy(classes.keys(), (i) => classes[i]).values()].sort((a, b) => a.length - b.length)
  const [scarce] = groups
  const found: Operation[] = []
  for (const rotation of rotations) {
    const turned = timesMatrix(timesMatrix(structure.positions, transpose(rotation)), toFractional)
    for (const target of scarce) {
      const shift = [0, 1, 2].map((c) => fractional[3 * target + c] - turned[3 * scarce[0] + c])
      const images = match(groups, fractional, turned, shift, cell, tolerance)
      if (images) found.push({ rotation, images })
    }
  }
  return found
}

/** Orthogonal matrices that map the lattice of a cell onto itself, the identity first. */
function latticeRotations(cell: Float64Array, tolerance: number): readonly Float64Array[] {
  const { basis } = reduceLattice(cell, [true, true, true])
  const lattice: Float64Array[] = []
  for (let i = -1; i <= 1; i++) {
    for (let j = -1; j <= 1; j++) {
      for (let k = -1; k <= 1; k++) lattice.push(timesMatrix([i, j, k], basis))
    }
  }
  const row = (d: number): Float64Array => basis.subarray(3 * d, 3 * d + 3)
  const alike = (x: number, y: number): boolean => Math.abs(x - y) < tolerance * (1 + Math.abs(y))
  const images = [0, 1, 2].map((d) => lattice.filter((v) => alike(dot(v, v), dot(row(d), row(d)))))
  const back = inverse(basis)
  const found: Float64Array[] = []
  for (const x of images[0]) {
    for (const y of images[1]) {
      if (!alike(dot(x, y), dot(row(0), row(1)))) continue
      for (const z of images[2]) {
        if (!alike(dot(x, z), dot(row(0), row(2))) || !alike(dot(y, z), dot(row(1), row(2)))) continue
        // Rows of the images are rows of the basis times Rᵀ.
        found.push(transpose(timesMatrix(back, Float64Array.of(...x, ...y, ...z))))
      }
    }
  }
  return found.sort((a, b) => distance(a) - distance(b))
}

/** Where each atom goes, or `undefined` as soon as one has nowhere to go; the fewest of a kind, which soonest fail, first. */
function match(
  groups: readonly (readonly number[])[],
  fractional: Float64Array,
  turned: Float64Array,
  shift: readonly number[],
  cell: Float64Array,
  tolerance: number,
): Int32Array | undefined {
  const images = new Int32Array(fractional.length / 3)
  for (const group of groups) {
    for (const i of group) {
      const [x, y, z] = [turned[3 * i] + shift[0], turned[3 * i + 1] + shift[1], turned[3 * i + 2] + shift[2]]
      const image = atomAt(group, fractional, x, y, z, cell, tolerance)
      if (image < 0) return undefined
      images[i] = image
    }
  }
  return images
}

/** The atom of a group at a place, −1 for none. */
function atomAt(
  group: readonly number[],
  fractional: Float64Array,
  x: number,
  y: number,
  z: number,
  cell: Float64Array,
  tolerance: number,
): number {
  for (const j of group) {
    let u = x - fractional[3 * j]
    u -= Math.round(u)
    // A hundredth of a cell is more than the tolerance of any: no need to look at the other directions.
    if (u > 0.01 || u < -0.01) continue
    let v = y - fractional[3 * j + 1]
    v -= Math.round(v)
    if (v > 0.01 || v < -0.01) continue
    let w = z - fractional[3 * j + 2]
    w -= Math.round(w)
    const dx = u * cell[0] + v * cell[3] + w * cell[6]
    const dy = u * cell[1] + v * cell[4] + w * cell[7]
    const dz = u * cell[2] + v * cell[5] + w * cell[8]
    if (dx * dx + dy * dy + dz * dz < tolerance * tolerance) return j
  }
  return -1
}

function distance(rotation: Float64Array): number {
  return rotation.reduce((sum, value, k) => sum + (value - (k % 4 === 0 ? 1 : 0)) ** 2, 0)
}

function dot(a: Float64Array, b: Float64Array): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}
