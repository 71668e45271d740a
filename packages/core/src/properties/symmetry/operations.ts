import { inverse, timesMatrix, transpose } from "../../atoms/cell.ts"
import { reduceLattice } from "../../atoms/reduce.ts"
import type { Structure } from "../../atoms/structure.ts"

/** A rotation (proper or not) with a translation that maps a periodic structure onto itself. */
export interface Operation {
  /** `v′ = R v`, orthogonal, row-major `[9]`. */
  readonly rotation: Float64Array
  /** Atom i goes to where atom `images[i]` is, up to lattice vectors. */
  readonly images: Int32Array
}

/** Farther than this from where symmetry puts it, an atom breaks the symmetry [Å]. */
const TOLERANCE = 1e-6

/**
 * The space group of a structure, one operation for each rotation and each translation within the cell: the identity first. Directions
 * that do not repeat must have a cell vector, long enough to keep images apart.
 */
export function operationsOf(structure: Structure): readonly Operation[] {
  const { cell, numbers } = structure
  if (cell === null) throw new RangeError("a structure without a cell has no space group")
  const rotations = latticeRotations(cell)
  const toFractional = inverse(cell)
  const fractional = timesMatrix(structure.positions, toFractional)
  const scarce = fewestAtoms(numbers)
  const found: Operation[] = []
  for (const rotation of rotations) {
    const turned = timesMatrix(timesMatrix(structure.positions, transpose(rotation)), toFractional)
    for (const target of scarce) {
      const shift = [0, 1, 2].map((c) => fractional[3 * target + c] - turned[3 * scarce[0] + c])
      const images = match(numbers, fractional, turned, shift, cell)
      if (images) found.push({ rotation, images })
    }
  }
  return found
}

/** Orthogonal matrices that map the lattice of a cell onto itself, the identity first. */
export function latticeRotations(cell: Float64Array): readonly Float64Array[] {
  const { basis } = reduceLattice(cell, [true, true, true])
  const lattice: Float64Array[] = []
  for (let i = -1; i <= 1; i++) {
    for (let j = -1; j <= 1; j++) {
      for (let k = -1; k <= 1; k++) lattice.push(timesMatrix([i, j, k], basis))
    }
  }
  const row = (d: number): Float64Array => basis.subarray(3 * d, 3 * d + 3)
  const alike = (x: number, y: number): boolean => Math.abs(x - y) < TOLERANCE * (1 + Math.abs(y))
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

/** Where each atom goes, or `undefined` as soon as one has nowhere to go. */
function match(
  numbers: Int32Array,
  fractional: Float64Array,
  turned: Float64Array,
  shift: readonly number[],
  cell: Float64Array,
): Int32Array | undefined {
  const images = new Int32Array(numbers.length)
  for (let i = 0; i < numbers.length; i++) {
    const image = atomAt(
      numbers,
      fractional,
      numbers[i],
      [0, 1, 2].map((c) => turned[3 * i + c] + shift[c]),
      cell,
    )
    if (image < 0) return undefined
    images[i] = image
  }
  return images
}

function atomAt(numbers: Int32Array, fractional: Float64Array, number: number, place: readonly number[], cell: Float64Array): number {
  for (let j = 0; j < numbers.length; j++) {
    if (numbers[j] !== number) continue
    let [x, y, z] = [0, 0, 0]
    for (let d = 0; d < 3; d++) {
      const away = place[d] - fractional[3 * j + d]
      const rest = away - Math.round(away)
      // A hundredth of a cell is far more than the tolerance of any cell: no need to look at the other directions.
      if (Math.abs(rest) > 0.01) {
        x = Infinity
        break
      }
      x += rest * cell[3 * d]
      y += rest * cell[3 * d + 1]
      z += rest * cell[3 * d + 2]
    }
    if (x * x + y * y + z * z < TOLERANCE * TOLERANCE) return j
  }
  return -1
}

/** The atoms of the element that is there least often. */
function fewestAtoms(numbers: Int32Array): readonly number[] {
  const byNumber = Map.groupBy(numbers.keys(), (i) => numbers[i])
  return [...byNumber.values()].reduce((fewest, atoms) => (atoms.length < fewest.length ? atoms : fewest))
}

function distance(rotation: Float64Array): number {
  return rotation.reduce((sum, value, k) => sum + (value - (k % 4 === 0 ? 1 : 0)) ** 2, 0)
}

function dot(a: Float64Array, b: Float64Array): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}
