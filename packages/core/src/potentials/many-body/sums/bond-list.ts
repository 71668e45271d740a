import type { Graph } from "../../../graph/graph.ts"
import { kernels } from "../../../kernels/kernels.ts"
import { inKernelMemory, record } from "./record.ts"

/** The bonds of some successive centres of one structure: its edges within the reach of their elements. In kernel memory. */
export interface BondList {
  /** First centre, and how many there are. */
  readonly from: number
  readonly centres: number
  /** Number of bonds, and the largest of a centre. */
  readonly count: number
  readonly most: number
  /** First bond of each centre, `[centres + 1]`. */
  readonly first: Int32Array
  /** Elements of the centre and the neighbour, a × elements + b. */
  readonly kinds: Int32Array
  /** [Å] */
  readonly distances: Float64Array
  /** For kernels: the list, and the graph. */
  readonly record: Int32Array
  readonly graph: Int32Array
}

/** Pairs of bonds that are handled at a time: enough that functions are called rarely, few enough to stay in the second-level cache. */
const PAIRS_AT_A_TIME = 4096

/**
 * Calls `visit` with the bonds of all centres of structure `s`, some at a time, each call in a scope of the heap.
 *
 * @param species the potential's number of each element of the graph, −1 for one it does not know, whose atoms it does not see
 * @param reach [Å] of a bond from element a to b at `a × elements + b`
 */
export function forBonds(graph: Graph, s: number, species: readonly number[], reach: Float64Array, visit: (bonds: BondList) => void): void {
  const { heap, exports } = kernels()
  const elements = Math.round(Math.sqrt(reach.length))
  const [start, end] = [graph.structures[s], graph.structures[s + 1]]
  heap.scope(() => {
    let most = 0
    for (let i = start; i < end; i++) most = Math.max(most, graph.centres[i + 1] - graph.centres[i])
    // Each of the bonds is one of its centre's pairs, and the last centre is listed whole.
    const room = Math.min(PAIRS_AT_A_TIME + most, graph.centres[end] - graph.centres[start])
    const edges = record(graph.centres, graph.neighbours, graph.vectors, graph.distances, graph.species)
    const [numbers, reaches] = [inKernelMemory(Int32Array.from(species)), inKernelMemory(reach)]
    const [first, kinds] = [heap.i32(end - start + 1, "anything"), heap.i32(room, "anything")]
    const [distances, directions] = [heap.f64(room, "anything"), heap.f64(4 * room, "anything")]
    const list = record(0, 0, 0, first, heap.i32(room, "anything"), kinds, distances, directions)
    for (let from = start; from < end;) {
      const settings = [elements, reaches.byteOffset, PAIRS_AT_A_TIME, list.byteOffset]
      const next = exports.listBonds(from, end, edges.byteOffset, numbers.byteOffset, ...settings)
      const [centres, most] = [list[1], list[2]]
      const bonds = { from, centres, count: first[centres], most, first, kinds, distances, record: list, graph: edges }
      heap.scope(() => visit(bonds))
      from = next
    }
  })
}

/** Energies, forces and virials of a graph: where kernels can write, `out` itself, else gathered aside and added to it at the end. */
export function withSums(
  graph: Graph,
  out: { readonly energies: Float64Array; readonly forces: Float64Array; readonly virials: Float64Array },
  work: (sums: { readonly energies: Float64Array; readonly forces: Float64Array; readonly virials: Float64Array }) => void,
): void {
  const { heap } = kernels()
  const atoms = graph.species.length
  const inPlace = (array: Float64Array): boolean => array.buffer === heap.memory.buffer || heap.owns(array)
  if (inPlace(out.energies) && inPlace(out.forces) && inPlace(out.virials)) {
    work(out)
    return
  }
  heap.scope(() => {
    const sums = { energies: heap.f64(atoms), forces: heap.f64(3 * atoms), virials: heap.f64(out.virials.length) }
    work(sums)
    increase(out.energies, sums.energies)
    increase(out.forces, sums.forces)
    increase(out.virials, sums.virials)
  })
}

function increase(target: Float64Array, by: Float64Array): void {
  for (let k = 0; k < by.length; k++) target[k] += by[k]
}
