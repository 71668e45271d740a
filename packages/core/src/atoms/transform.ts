import { completeCell, inverse, timesMatrix } from "./cell.ts"
import type { Cell, Structure } from "./structure.ts"

/** The same structure with every position moved into the cell, `0 ≤ s < 1` (up to rounding) along each periodic direction. */
export function wrap(structure: Structure): Structure {
  const { cell, pbc } = structure
  if (cell === null) return structure
  const full = completeCell(cell, pbc)
  const fractional = timesMatrix(structure.positions, inverse(full))
  const positions = structure.positions.slice()
  for (let i = 0; i < positions.length; i += 3) {
    for (let d = 0; d < 3; d++) {
      const shift = pbc[d] ? Math.floor(fractional[i + d]) : 0
      if (shift !== 0) for (let c = 0; c < 3; c++) positions[i + c] -= shift * full[3 * d + c]
    }
  }
  return { ...structure, positions }
}

/**
 * `n[0] × n[1] × n[2]` copies of a periodic structure, copy after copy, the last direction fastest; atom `i` of copy `m` is atom
 * `m N + i`. A direction that does not repeat can only have one copy.
 */
export function supercell(structure: Structure, n: readonly [number, number, number]): Structure {
  const { cell, pbc, numbers, positions } = structure
  for (let d = 0; d < 3; d++) {
    if (!Number.isInteger(n[d]) || n[d] < 1) throw new RangeError(`a supercell has a whole number of copies, not ${n[d]}`)
    if (n[d] > 1 && !pbc[d]) throw new RangeError(`direction ${d + 1} does not repeat, so it cannot have ${n[d]} copies`)
  }
  if (cell === null) return structure
  const copies = n[0] * n[1] * n[2]
  const manyNumbers = new Int32Array(numbers.length * copies)
  const manyPositions = new Float64Array(positions.length * copies)
  let copy = 0
  for (let a = 0; a < n[0]; a++) {
    for (let b = 0; b < n[1]; b++) {
      for (let c = 0; c < n[2]; c++) {
        manyNumbers.set(numbers, copy * numbers.length)
        const start = copy * positions.length
        for (let i = 0; i < positions.length; i++) {
          const axis = i % 3
          manyPositions[start + i] = positions[i] + a * cell[axis] + b * cell[3 + axis] + c * cell[6 + axis]
        }
        copy++
      }
    }
  }
  return { numbers: manyNumbers, positions: manyPositions, cell: cell.map((x, i) => x * n[Math.floor(i / 3)]), pbc }
}

/**
 * Positions and cell deformed by `r → r (1 + ε)ᵀ`, that is `r'_a = r_a + Σ_b ε_ab r_b`; fractional coordinates stay.
 *
 * @param strain ε, row-major 3×3, symmetric for a strain without rotation; or six components xx yy zz yz xz xy of the symmetric
 * matrix itself (the shears are ε_yz, not the engineering 2 ε_yz).
 */
export function strain(structure: Structure, strain: ArrayLike<number>): Structure {
  const e = strain.length === 6 ? [0, 5, 4, 5, 1, 3, 4, 3, 2].map((k) => strain[k]) : strain
  if (e.length !== 9) throw new RangeError(`a strain has 6 or 9 components, not ${e.length}`)
  const deformation = Float64Array.of(1 + e[0], e[3], e[6], e[1], 1 + e[4], e[7], e[2], e[5], 1 + e[8])
  return transform(structure, deformation)
}

/** Every vector `v` of the structure (positions and cell rows) replaced by `v · m`; `m` is row-major 3×3. */
export function transform(structure: Structure, m: ArrayLike<number>): Structure {
  const cell = structure.cell === null ? null : timesMatrix(structure.cell, m)
  return { ...structure, cell, positions: timesMatrix(structure.positions, m) }
}

/** The same structure moved as a whole by `shift` [Å]. */
export function translate(structure: Structure, shift: ArrayLike<number>): Structure {
  return { ...structure, positions: structure.positions.map((x, i) => x + shift[i % 3]) }
}

/** A cell and its atoms turned so that LAMMPS accepts them. */
export interface LammpsOrientation {
  readonly structure: Structure & { readonly cell: Cell }
  /**
   * Orthogonal `R`, row-major: a vector of the original is `R v` here, `v' = R v`; so forces computed here go back through
   * `rotateBack`, stresses through `rotateVoigt(stress, transpose(R))`. For a left-handed cell `R` contains a reflection.
   */
  readonly rotation: Float64Array
}

/**
 * The structure with its cell lower-triangular with a positive diagonal: `a` along x, `b` in the xy plane, `c` above it, as LAMMPS
 * demands. Missing vectors of non-periodic directions are completed first.
 */
export function lammpsOrientation(structure: Structure): LammpsOrientation {
  const full = completeCell(structure.cell, structure.pbc)
  const [a, b, c] = [full.subarray(0, 3), full.subarray(3, 6), full.subarray(6, 9)]
  const x = unit(a)
  const along = dot(b, x)
  const y = unit(b.map((value, i) => value - along * x[i]))
  // Perpendicular to both, on the side of c, so that the last diagonal element is positive for either handedness.
  const z = Float64Array.of(x[1] * y[2] - x[2] * y[1], x[2] * y[0] - x[0] * y[2], x[0] * y[1] - x[1] * y[0])
  if (dot(c, z) < 0) for (let i = 0; i < 3; i++) z[i] = -z[i]
  const rotation = Float64Array.of(...x, ...y, ...z)
  const cell = Float64Array.of(dot(a, x), 0, 0, dot(b, x), dot(b, y), 0, dot(c, x), dot(c, y), dot(c, z))
  const turned = timesMatrix(structure.positions, Float64Array.of(x[0], y[0], z[0], x[1], y[1], z[1], x[2], y[2], z[2]))
  return { structure: { ...structure, cell, positions: turned }, rotation }
}

/** Vectors packed `xyz` (forces, positions) of the turned structure, seen again in the original axes: `v = Rᵀ v'`. */
export function rotateBack(vectors: ArrayLike<number>, rotation: ArrayLike<number>): Float64Array {
  return timesMatrix(vectors, rotation)
}

function unit(v: ArrayLike<number>): Float64Array {
  const length = Math.hypot(v[0], v[1], v[2])
  return Float64Array.of(v[0] / length, v[1] / length, v[2] / length)
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}
