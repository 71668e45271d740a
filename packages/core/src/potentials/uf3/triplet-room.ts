import type { Graph } from "../../graph/graph.ts"
import type { TripletTerm } from "./triplet-term.ts"

/** Bytes the kernels keep of a neighbour, in numbers of eight bytes. */
export const NEIGHBOUR = 16

/** Largest number of neighbours of an atom among `from` to `to`. */
export function mostNeighbours({ centres }: Graph, from: number, to: number): number {
  let most = 0
  for (let atom = from; atom < to; atom++) most = Math.max(most, centres[atom + 1] - centres[atom])
  return most
}

/** The term with its elements as species of a graph; `undefined` where the graph has not all of them. */
export function speciesOf({ elements }: Graph, own: readonly number[], term: TripletTerm): readonly [number, number, number] | undefined {
  const [centre, first, second] = [term.centre, term.first, term.second].map((element) => elements.indexOf(own[element]))
  return centre < 0 || first < 0 || second < 0 ? undefined : [centre, first, second]
}

/** Pointers to the parts of a graph, in the order in which the kernels take them. */
export function graphPointers(graph: Graph): readonly [number, number, number, number, number] {
  const { centres, neighbours, vectors, distances, species } = graph
  return [centres.byteOffset, neighbours.byteOffset, vectors.byteOffset, distances.byteOffset, species.byteOffset]
}
