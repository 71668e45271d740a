import type { Graph } from "../../graph/graph.ts"
import { kernels } from "../../kernels/kernels.ts"
import type { JacobianBlock } from "../potential.ts"
import { axisInMemory } from "./axis.ts"
import type { TripletTerm } from "./triplet-term.ts"
import { graphPointers, mostNeighbours, NEIGHBOUR, speciesOf } from "./triplet-room.ts"

/** Adds ∂(E, F, W)/∂θ of the three-body terms of structure s to `block`. */
export function tripletJacobian(
  terms: readonly TripletTerm[],
  elements: readonly number[],
  graph: Graph,
  s: number,
  block: JacobianBlock,
): void {
  const { heap } = kernels()
  const [from, to] = [graph.structures[s], graph.structures[s + 1]]
  const room = 2 * NEIGHBOUR * mostNeighbours(graph, from, to)
  for (const term of terms) {
    const species = speciesOf(graph, elements, term)
    if (species) heap.scope(() => addTerm(term, species, heap.f64(room, "anything"), graph, [from, to], block))
  }
}

function addTerm(
  { bases, unknowns, offset }: TripletTerm,
  [centre, first, second]: readonly [number, number, number],
  room: Float64Array,
  graph: Graph,
  [from, to]: readonly [number, number],
  block: JacobianBlock,
): void {
  const { heap, exports } = kernels()
  const {
    count,
    shape: [na, nb, nc],
    runs,
  } = unknowns
  const most = Math.max(na, nb)
  const [sums, touched, places] = [heap.f64(4 * most * nc, "anything"), heap.u8(most, "anything"), heap.i32(runs.length, "anything")]
  places.set(runs)
  const [energy, forces, virial] = [heap.f64(count), heap.f64(3 * (to - from) * count), heap.f64(6 * count)]
  const [ij, ik, jk] = bases.map(axisInMemory)
  const work = [room.byteOffset, sums.byteOffset, touched.byteOffset, ...graphPointers(graph), count]
  const rows = [energy.byteOffset, forces.byteOffset, virial.byteOffset]
  exports.addSplineDerivatives(from, to, centre, first, second, ij, ik, jk, places.byteOffset, nb, 1, nb, nc, ...work, ...rows)
  // Neighbours of two elements are listed apart, so that those of the second have to have their own turn.
  if (first !== second) {
    exports.addSplineDerivatives(from, to, centre, second, first, ik, ij, jk, places.byteOffset, 1, nb, na, nc, ...work, ...rows)
  }
  addRows(block.energy, energy, count, block.column + offset, block.stride)
  addRows(block.forces, forces, count, block.column + offset, block.stride)
  addRows(block.virial, virial, count, block.column + offset, block.stride)
}

/** Adds rows of `count` numbers to the columns from `column` on of longer rows. */
function addRows(target: Float64Array, rows: Float64Array, count: number, column: number, stride: number): void {
  for (let from = 0, to = column; from < rows.length; from += count, to += stride) {
    for (let k = 0; k < count; k++) target[to + k] += rows[from + k]
  }
}
