import type { Structure } from "../atoms/structure.ts"
import { Failure } from "../failure/failure.ts"
import { kernels } from "../kernels/kernels.ts"
import { collectBatch, type Collected } from "./collect.ts"
import type { Graph } from "./graph.ts"
import { releaseGraph } from "./release-graph.ts"
import { speciesOf } from "./species.ts"

/** Closer than this, two atoms are taken for one counted twice [Å]. */
const SHORTEST = 1e-3

/**
 * Neighbour graph of a batch of structures by cell lists, O(N) in time and memory, for any cell: triclinic, thinner than the cutoff
 * (atoms then neighbour images of themselves), periodic in some directions only, or none. Atoms may lie outside their cell.
 *
 * Edges are sorted by centre, then neighbour, then image: the integers (n_a, n_b, n_c), in lexical order, of
 * `r_j + n_a a + n_b b + n_c c − r_i`, for positions as given. Vectors of the two ends of a pair are opposite to the last bit.
 *
 * @param elements atomic numbers in the order of the species
 * @param cutoff pairs with `distance < cutoff` are edges [Å]
 * @throws Failure for an element that is not listed, positions or cells that are not finite, a cell without volume, two atoms less
 *   than 0.001 Å apart, or a cutoff that gives more pairs than memory holds.
 * @example
 * const graph = buildGraph([structure], [29], 5.5)
 * const first = graph.vectors.subarray(0, 3)
 * releaseGraph(graph)
 */
export function buildGraph(batch: readonly Structure[], elements: readonly number[], cutoff: number): Graph {
  if (!(cutoff > 0 && Number.isFinite(cutoff))) {
    throw new Failure(`a cutoff of ${cutoff} Å finds no neighbours`, { advice: "give a positive length in Å" })
  }
  const { heap } = kernels()
  const species = speciesOf(batch, elements)
  const collected = collectBatch(batch, cutoff)
  const edgeCount = collected.firstEdges[batch.length]
  const graph: Graph = Object.freeze({
    elements: Object.freeze([...elements]),
    cutoff,
    structures: heap.i32(batch.length + 1),
    centres: heap.i32(species.length + 1),
    neighbours: heap.i32(edgeCount, "anything"),
    origins: heap.i32(edgeCount, "anything"),
    reverse: heap.i32(edgeCount, "anything"),
    vectors: heap.f64(3 * edgeCount, "anything"),
    distances: heap.f64(edgeCount, "anything"),
    species: heap.u8(species.length),
    volumes: heap.f64(batch.length),
    positions: collected.positions,
    cells: collected.rows,
    periodic: heap.u8(batch.length),
  })
  graph.species.set(species)
  graph.volumes.set(collected.volumes)
  graph.periodic.set(collected.periodic)
  graph.structures.set(collected.firstAtoms)
  const cursor = heap.i32(species.length)
  try {
    batch.forEach((structure, s) => fillStructure(graph, collected, structure, s, cursor))
  } finally {
    heap.free(cursor, ...collected.scratch)
  }
  return graph
}

function fillStructure(graph: Graph, collected: Collected, structure: Structure, s: number, cursor: Int32Array): void {
  const { positions, rows, wraps, degrees, found } = collected
  const count = structure.numbers.length
  const atom = collected.firstAtoms[s]
  const edge = collected.firstEdges[s]
  const firstDegree = atom + s
  for (let i = 0; i <= count; i++) graph.centres[atom + i] = edge + degrees[firstDegree + i]
  const { neighbours, origins, reverse, vectors, distances } = graph
  const bad = kernels().exports["fillEdges"]!(
    count,
    atom,
    SHORTEST,
    positions.byteOffset + 24 * atom,
    rows.byteOffset + 72 * s,
    wraps.byteOffset + 12 * atom,
    degrees.byteOffset + 4 * firstDegree,
    found.byteOffset + 8 * edge,
    graph.centres.byteOffset + 4 * atom,
    cursor.byteOffset,
    ...[neighbours, origins, reverse, vectors, distances].map((array) => array.byteOffset),
  )
  if (bad < 0) return
  const [i, j] = [origins[bad] - atom, neighbours[bad] - atom].sort((a, b) => a - b)
  const distance = distances[bad]
  releaseGraph(graph)
  throw new Failure(`atoms ${i} and ${j} of structure ${s} (counted from 0) are ${distance.toPrecision(3)} Å apart`, {
    advice: "remove the duplicate atom, or leave this structure out",
  })
}
