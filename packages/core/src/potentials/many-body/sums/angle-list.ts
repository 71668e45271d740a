import { kernels } from "../../../kernels/kernels.ts"
import type { BondList } from "./bond-list.ts"
import { record } from "./record.ts"

/** Pairs of bonds of the same centre, in kernel memory. */
export interface AngleList {
  readonly count: number
  /** Elements of the centre and of both neighbours, (a × elements + b) × elements + c, by angle. */
  readonly triplets: Int32Array
  readonly cosines: Float64Array
  /** For kernels. */
  readonly record: Int32Array
}

/**
 * All angles of a list of bonds, once where both orders of the neighbours have the same function, else once for either; inside a scope
 * of the heap.
 *
 * @param table number of the function by triplet
 */
export function angleList(bonds: BondList, elements: number, table: Int32Array): AngleList {
  const { heap, exports } = kernels()
  let most = 0
  for (let i = 0; i < bonds.centres; i++) {
    const degree = bonds.first[i + 1] - bonds.first[i]
    most += degree * (degree - 1)
  }
  const weights = heap.f64(table.length, "anything")
  for (let triplet = 0; triplet < table.length; triplet++) {
    const [b, c] = [Math.floor(triplet / elements) % elements, triplet % elements]
    weights[triplet] = table[triplet] === table[triplet + (c - b) * elements + b - c] ? 1 : 0.5
  }
  const [triplets, cosines] = [heap.i32(most, "anything"), heap.f64(most, "anything")]
  const list = record(heap.i32(bonds.centres + 1, "anything"), heap.i32(2 * most, "anything"), triplets, cosines, weights)
  return { count: exports.listAngles(bonds.record.byteOffset, elements, list.byteOffset), triplets, cosines, record: list }
}
