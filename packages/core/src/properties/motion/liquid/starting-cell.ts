import { cellVolume } from "../../../atoms/cell.ts"
import type { Structure } from "../../../atoms/structure.ts"
import type { Crystal } from "../../crystal/crystal.ts"
import { supercellOf } from "../../crystal/repeated.ts"

/**
 * About `atoms` atoms of a crystal, in copies of its conventional cell: about as long along its first two vectors, and `elongation` times
 * as long along its third.
 */
export function startingCell(crystal: Crystal, atoms: number, elongation: number = 1): Structure {
  const { conventional, primitive } = crystal
  const each = cellVolume(primitive.cell ?? conventional) / primitive.numbers.length
  const length = Math.cbrt((atoms * each) / elongation)
  const copies = (d: 0 | 1 | 2, wanted: number): number =>
    Math.max(1, Math.round(wanted / Math.hypot(...conventional.subarray(3 * d, 3 * d + 3))))
  return supercellOf(crystal, [copies(0, length), copies(1, length), copies(2, elongation * length)]).structure
}
