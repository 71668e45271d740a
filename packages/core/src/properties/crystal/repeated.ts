import { cellVolume, inverse, timesMatrix } from "../../atoms/cell.ts"
import type { Structure } from "../../atoms/structure.ts"
import type { Crystal } from "./crystal.ts"

/** A larger cell of a crystal, and which atom of the primitive cell each of its atoms repeats. */
export interface Repeated {
  readonly structure: Structure
  readonly origins: Int32Array
  /** How many primitive cells it holds. */
  readonly cells: number
}

/**
 * The crystal in another cell of its lattice.
 *
 * @param cell rows are lattice vectors [Å]
 */
export function repeatedIn({ primitive }: Crystal, cell: Float64Array): Repeated {
  const small = primitive.cell
  if (small === null) throw new RangeError("a crystal has a cell")
  const cells = Math.round(cellVolume(cell) / cellVolume(small))
  const corners = timesMatrix(cell, inverse(small))
  const toCell = inverse(cell)
  const places: number[] = []
  const origins: number[] = []
  const reach = [0, 1, 2].map((d) => {
    const ends = [corners[d], corners[3 + d], corners[6 + d]]
    return [
      Math.floor(ends.reduce((sum, x) => sum + Math.min(0, x), 0)) - 1,
      Math.ceil(ends.reduce((sum, x) => sum + Math.max(0, x), 0)) + 1,
    ]
  })
  for (let i = reach[0][0]; i <= reach[0][1]; i++) {
    for (let j = reach[1][0]; j <= reach[1][1]; j++) {
      for (let k = reach[2][0]; k <= reach[2][1]; k++) {
        const shift = timesMatrix([i, j, k], small)
        // Lattice points inside the cell, those on its faces counted once.
        if (timesMatrix(shift, toCell).some((x) => x < -1e-8 || x >= 1 - 1e-8)) continue
        for (let atom = 0; atom < primitive.numbers.length; atom++) {
          for (let c = 0; c < 3; c++) places.push(primitive.positions[3 * atom + c] + shift[c])
          origins.push(atom)
        }
      }
    }
  }
  if (origins.length !== cells * primitive.numbers.length)
    throw new RangeError("the rows of the cell are no lattice vectors of the crystal")
  const structure = {
    numbers: Int32Array.from(origins, (atom) => primitive.numbers[atom]),
    positions: Float64Array.from(places),
    cell,
    pbc: [true, true, true] as const,
  }
  return { structure, origins: Int32Array.from(origins), cells }
}

/** As many copies of the conventional cell along each of its vectors as make them at least `length` long, and at least two. */
export function copiesOver({ conventional }: Crystal, length: number): readonly [number, number, number] {
  const [a, b, c] = [0, 1, 2].map((d) => Math.max(2, Math.ceil(length / Math.hypot(...conventional.subarray(3 * d, 3 * d + 3)) - 1e-9)))
  return [a, b, c]
}

/** Copies of the conventional cell. */
export function supercellOf(crystal: Crystal, copies: readonly [number, number, number]): Repeated {
  return repeatedIn(
    crystal,
    crystal.conventional.map((value, k) => value * copies[Math.floor(k / 3)]),
  )
}
