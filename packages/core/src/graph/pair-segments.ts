import { kernels } from "../kernels/kernels.ts"
import type { Graph } from "./graph.ts"

/**
 * Half view of a graph: every unordered pair of atoms (with its image) once, grouped by structure and, inside a structure, by
 * unordered pair of species. What pair and embedded-atom potentials loop over. All arrays live in kernel memory, and a segment
 * may be handed to kernels as a `subarray`.
 *
 * Pair `m` has `i` of species a and `j` of species b with a ≤ b; inside a segment pairs follow the order of their edges. With
 * E = Σ φ(r_m) the forces are F_i = +φ′ û and F_j = −φ′ û; an atom and its own image (i = j) feel none, yet enter the virial
 * W = −Σ r φ′ û⊗û.
 */
export interface PairSegments {
  /** Number P = K(K+1)/2 of unordered pairs of K species; pair (a, b) has number `speciesPair(a, b, K)`. */
  readonly pairs: number
  /** Pairs of structure s and species pair p are `offsets[s × P + p]` to `offsets[s × P + p + 1]`, `[S × P + 1]`. */
  readonly offsets: Int32Array
  /** The edge from i to j in the graph, `[M]`; the edge from j to i is its `reverse`. */
  readonly edges: Int32Array
  /** Atom of species a, `[M]`. */
  readonly i: Int32Array
  /** Atom of species b, `[M]`. */
  readonly j: Int32Array
  /** `[M]` [Å]. */
  readonly distances: Float64Array
  /** Unit vectors û from i to j, packed `xyz`, `[3M]`. */
  readonly directions: Float64Array
}

const segments = new WeakMap<Graph, PairSegments>()

/** Number of the unordered pair of species (a, b) among `count` species: rows of the upper triangle, (0,0) (0,1) … (1,1) …. */
export function speciesPair(a: number, b: number, count: number): number {
  const low = Math.min(a, b)
  return low * count - (low * (low - 1)) / 2 + Math.abs(a - b)
}

/** The half view of a graph, made at the first call and kept as long as the graph. */
export function pairSegments(graph: Graph): PairSegments {
  let made = segments.get(graph)
  if (!made) segments.set(graph, (made = makePairSegments(graph)))
  return made
}

/** Gives back the memory of a graph's half view, if it was made. */
export function releasePairSegments(graph: Graph): void {
  const made = segments.get(graph)
  if (!made) return
  kernels().heap.free(made.offsets, made.edges, made.i, made.j, made.distances, made.directions)
  segments.delete(graph)
}

function makePairSegments(graph: Graph): PairSegments {
  const { heap } = kernels()
  const { structures, centres, origins, neighbours, reverse, species, vectors } = graph
  const count = graph.elements.length
  const pairs = (count * (count + 1)) / 2
  const pairOf = Int32Array.from({ length: count * count }, (_, k) => speciesPair(Math.floor(k / count), k % count, count))
  const kept = (edge: number): boolean => {
    const a = species[origins[edge]]
    const b = species[neighbours[edge]]
    return a < b || (a === b && edge < reverse[edge])
  }
  const structureCount = structures.length - 1
  const offsets = heap.i32(structureCount * pairs + 1)
  for (let s = 0; s < structureCount; s++) {
    const end = centres[structures[s + 1]]
    for (let edge = centres[structures[s]]; edge < end; edge++) {
      if (kept(edge)) offsets[s * pairs + pairOf[species[origins[edge]] * count + species[neighbours[edge]]] + 1]++
    }
  }
  for (let k = 1; k < offsets.length; k++) offsets[k] += offsets[k - 1]

  const total = offsets[offsets.length - 1]
  const edges = heap.i32(total, "anything")
  const i = heap.i32(total, "anything")
  const j = heap.i32(total, "anything")
  const distances = heap.f64(total, "anything")
  const directions = heap.f64(3 * total, "anything")
  const cursor = offsets.slice()
  for (let s = 0; s < structureCount; s++) {
    const end = centres[structures[s + 1]]
    for (let edge = centres[structures[s]]; edge < end; edge++) {
      if (!kept(edge)) continue
      const from = origins[edge]
      const to = neighbours[edge]
      const m = cursor[s * pairs + pairOf[species[from] * count + species[to]]]++
      const distance = graph.distances[edge]
      edges[m] = edge
      i[m] = from
      j[m] = to
      distances[m] = distance
      for (let c = 0; c < 3; c++) directions[3 * m + c] = vectors[3 * edge + c] / distance
    }
  }
  return Object.freeze({ pairs, offsets, edges, i, j, distances, directions })
}
