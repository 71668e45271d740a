import type { Cell, Structure } from "../../atoms/structure.ts"

/** A perfect crystal as its observables need it: the smallest cell for speed, and the axes in which people speak of it. */
export interface Crystal {
  /** Such as `fcc Cu`; crystals of one name are one crystal. */
  readonly name: string
  /** A cell from which relaxations start; the smaller, the faster. */
  readonly primitive: Structure
  /** Lattice vectors of the conventional cell, whole multiples of those of `primitive`: what `a`, Miller indices and axes refer to. */
  readonly conventional: Cell
  /** Named holes between the atoms, fractional in the conventional cell. */
  readonly sites: Readonly<Record<string, readonly [number, number, number]>>
}

/** A crystal from a file: its cell is the conventional one. */
export function crystalFromStructure(name: string, structure: Structure): Crystal {
  const { cell, pbc } = structure
  if (cell === null || !pbc.every(Boolean)) throw new RangeError(`${name} is no crystal: it does not repeat in three directions`)
  return Object.freeze({ name, primitive: structure, conventional: cell, sites: {} })
}
