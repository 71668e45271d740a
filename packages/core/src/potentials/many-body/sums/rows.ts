import type { Graph } from "../../../graph/graph.ts"
import { kernels } from "../../../kernels/kernels.ts"
import type { JacobianBlock } from "../../potential.ts"
import type { BondList } from "./bond-list.ts"
import { record } from "./record.ts"

/** Room for the derivatives of one centre's energy and gradients with respect to parameters, for kernels; in a scope of the heap. */
export function rowArrays(parameters: number, { most }: BondList): Int32Array {
  const { heap } = kernels()
  return record(heap.f64(4 * most * parameters), heap.f64(parameters), heap.u8(parameters), heap.i32(parameters), 0, most)
}

/**
 * Calls `work` with where kernels add the rows of structure `s`, `parameters` columns: in the block itself if it is in kernel memory,
 * else in rows aside that are added to it.
 */
export function withBlock(graph: Graph, s: number, parameters: number, block: JacobianBlock, work: (rows: Int32Array) => void): void {
  const { heap } = kernels()
  const firstAtom = graph.structures[s]
  const parts = [block.energy, block.forces, block.virial]
  if (parts.every((part) => part.buffer === heap.memory.buffer || heap.owns(part))) {
    const places = parts.map((part) => part.byteOffset + 8 * block.column)
    heap.scope(() => work(record(...places, 8 * block.stride, firstAtom)))
    return
  }
  heap.scope(() => {
    const atoms = graph.structures[s + 1] - firstAtom
    const aside = [1, 3 * atoms, 6].map((rows) => heap.f64(rows * parameters))
    work(record(...aside, 8 * parameters, firstAtom))
    aside.forEach((rows, part) => addRows(parts[part], rows, parameters, block))
  })
}

function addRows(target: Float64Array, rows: Float64Array, width: number, { column, stride }: JacobianBlock): void {
  for (let from = 0, to = column; from < rows.length; from += width, to += stride) {
    for (let k = 0; k < width; k++) target[to + k] += rows[from + k]
  }
}
