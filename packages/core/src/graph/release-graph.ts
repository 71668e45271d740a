import { kernels } from "../kernels/kernels.ts"
import type { Graph } from "./graph.ts"
import { releasePairSegments } from "./pair-segments.ts"

/** Gives back the kernel memory of a graph and of its half view; the graph must not be used afterwards. */
export function releaseGraph(graph: Graph): void {
  releasePairSegments(graph)
  const { structures, centres, neighbours, origins, reverse, vectors, distances, species, volumes, positions, cells, periodic } = graph
  kernels().heap.free(structures, centres, neighbours, origins, reverse, vectors, distances, species, volumes, positions, cells, periodic)
}
