import { inverse, timesMatrix, transpose } from "../../atoms/cell.ts"
import type { Structure } from "../../atoms/structure.ts"
import { symmetricEigen } from "../../linalg/factorisations/symmetric-eigen.ts"
import { operationsOf } from "./operations.ts"

/** A structure with the symmetry that it nearly has. */
export interface Symmetrised {
  readonly structure: Structure
  /** Operations that it has, and that it had to rounding as it was. */
  readonly operations: number
  readonly before: number
  /** How far an atom was moved at most [Å]. */
  readonly moved: number
}

/** Averages over operations that leave rounding of their own. */
const ROUNDS = 3

/**
 * A periodic structure of rounded numbers with the symmetry that is meant: its metric `h hᵀ` and its atoms are the means over all
 * operations that hold within the tolerance. The cell is strained, not turned.
 *
 * @param tolerance how far atoms may be from where symmetry puts them [Å]
 */
export function symmetrised(given: Structure, tolerance: number): Symmetrised {
  const before = operationsOf(given).length
  let structure = given
  for (let round = 0; round < ROUNDS; round++) {
    const found = operationsOf(structure, tolerance)
    if (found.length === operationsOf(structure).length) break
    structure = averaged(structure, found)
  }
  const operations = operationsOf(structure).length
  // Operations that do not close to a group, of a tolerance that is too wide for the structure, mean nothing.
  if (operations <= before) return { structure: given, operations: before, before, moved: 0 }
  return { structure, operations, before, moved: farthest(given, structure) }
}

function averaged(structure: Structure, operations: ReturnType<typeof operationsOf>): Structure {
  const { cell, positions } = structure
  if (cell === null) throw new RangeError("a structure without a cell has no space group")
  const back = inverse(cell)
  const metric = timesMatrix(cell, transpose(cell))
  const mean = new Float64Array(9)
  const fractional = timesMatrix(positions, back)
  const atoms = positions.length / 3
  const shifts = new Float64Array(positions.length)
  for (const { rotation, images } of operations) {
    // Lattice vectors turn to whole multiples of each other, h Rᵀ = M h.
    const whole = timesMatrix(timesMatrix(cell, transpose(rotation)), back).map(Math.round)
    timesMatrix(timesMatrix(whole, metric), transpose(whole)).forEach((value, k) => (mean[k] += value / operations.length))
    const turned = timesMatrix(fractional, whole)
    // The translation is that which fits all atoms best, on average.
    const translation = new Float64Array(3)
    const first = [0, 1, 2].map((c) => fractional[3 * images[0] + c] - turned[c])
    for (let i = 0; i < atoms; i++) {
      for (let c = 0; c < 3; c++) translation[c] += nearest(fractional[3 * images[i] + c] - turned[3 * i + c] - first[c]) / atoms
    }
    for (let i = 0; i < atoms; i++) {
      for (let c = 0; c < 3; c++) {
        const at = 3 * images[i] + c
        shifts[at] += nearest(turned[3 * i + c] + first[c] + translation[c] - fractional[at]) / operations.length
      }
    }
  }
  const strained = timesMatrix(cell, rootOf(timesMatrix(timesMatrix(back, mean), transpose(back))))
  return {
    ...structure,
    cell: strained,
    positions: timesMatrix(
      fractional.map((x, k) => x + shifts[k]),
      strained,
    ),
  }
}

function nearest(x: number): number {
  return x - Math.round(x)
}

/** The symmetric root of a symmetric positive matrix, row-major `[9]`. */
function rootOf(m: Float64Array): Float64Array {
  const { values, vectors } = symmetricEigen(m, 3)
  const root = new Float64Array(9)
  for (let e = 0; e < 3; e++) {
    for (let i = 0; i < 3; i++)
      for (let j = 0; j < 3; j++) root[3 * i + j] += Math.sqrt(values[e]) * vectors[3 * i + e] * vectors[3 * j + e]
  }
  return root
}

function farthest(one: Structure, other: Structure): number {
  let most = 0
  for (let i = 0; i < one.positions.length; i += 3) {
    most = Math.max(most, Math.hypot(...[0, 1, 2].map((c) => one.positions[i + c] - other.positions[i + c])))
  }
  return most
}
