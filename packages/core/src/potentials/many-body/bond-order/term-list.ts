import { kernels } from "../../../kernels/kernels.ts"
import type { BondList } from "../sums/bond-list.ts"
import { record } from "../sums/record.ts"

/** Terms of the sums ζ: a bond e and another bond f of the same centre. In kernel memory. */
export interface TermList {
  readonly count: number
  /** Elements of the centre and of the ends of e and f, (a × elements + b) × elements + c. */
  readonly triplets: Int32Array
  /** r_f, cos θ_ef and r_e − r_f. */
  readonly distances: Float64Array
  readonly cosines: Float64Array
  readonly differences: Float64Array
  /** For kernels. */
  readonly record: Int32Array
}

/**
 * All terms of all ζ; inside a scope of the heap.
 *
 * @param bondReach [Å] of e by its elements, in kernel memory
 * @param angleReach [Å] of f by triplet, in kernel memory
 */
export function termList(bonds: BondList, elements: number, bondReach: Float64Array, angleReach: Float64Array): TermList {
  const { heap, exports } = kernels()
  let most = 0
  for (let i = 0; i < bonds.centres; i++) {
    const degree = bonds.first[i + 1] - bonds.first[i]
    most += degree * (degree - 1)
  }
  const triplets = heap.i32(most, "anything")
  const [distances, cosines, differences] = [heap.f64(most, "anything"), heap.f64(most, "anything"), heap.f64(most, "anything")]
  const [first, others] = [heap.i32(bonds.count + 1, "anything"), heap.i32(most, "anything")]
  const list = record(first, others, triplets, distances, cosines, differences)
  const reaches = [bondReach.byteOffset, angleReach.byteOffset]
  const count = exports.listTerms(bonds.record.byteOffset, elements, ...reaches, list.byteOffset)
  return { count, triplets, distances, cosines, differences, record: list }
}
