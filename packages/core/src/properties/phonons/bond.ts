import { inverse, timesMatrix, transpose } from "../../atoms/cell.ts"
import type { Structure } from "../../atoms/structure.ts"
import type { Operation } from "../symmetry/operations.ts"

/** From an atom of the cell at the origin to one in another cell. */
export interface Bond {
  readonly first: number
  readonly second: number
  /** The other cell, in lattice vectors. */
  readonly shift: readonly [number, number, number]
}

/** Where operations take the bonds of a crystal. */
export interface BondGeometry {
  /** Vector between the atoms [Å]. */
  vectorOf(bond: Bond): Float64Array
  /** The bond of a vector between two kinds of atoms of the cell. */
  bondOf(first: number, second: number, vector: ArrayLike<number>): Bond
  /** What an operation makes of a bond. */
  turned(bond: Bond, operation: Operation): Bond
}

/** Bonds by whole numbers, so that equal ones are found by name. */
export function bondGeometry({ positions, cell }: Structure): BondGeometry {
  if (cell === null) throw new RangeError("a crystal has a cell")
  const back = inverse(cell)
  const between = (first: number, second: number): readonly number[] =>
    [0, 1, 2].map((c) => positions[3 * second + c] - positions[3 * first + c])
  const vectorOf = ({ first, second, shift }: Bond): Float64Array => {
    const apart = between(first, second)
    return timesMatrix(shift, cell).map((value, c) => value + apart[c])
  }
  const bondOf = (first: number, second: number, vector: ArrayLike<number>): Bond => {
    const apart = between(first, second)
    const [x, y, z] = timesMatrix(
      apart.map((value, c) => vector[c] - value),
      back,
    )
    return { first, second, shift: [Math.round(x), Math.round(y), Math.round(z)] }
  }
  return {
    vectorOf,
    bondOf,
    turned: (bond, { rotation, images }) =>
      bondOf(images[bond.first], images[bond.second], timesMatrix(vectorOf(bond), transpose(rotation))),
  }
}

/** The same text for the same bond. */
export function bondKey({ first, second, shift }: Bond): string {
  return `${first} ${second} ${shift[0]} ${shift[1]} ${shift[2]}`
}
