import type { Graph } from "../../../graph/graph.ts"
import type { PairInteraction } from "./short-range.ts"

/** Adds g(r_ij) of the pairs of structure s closer than `cutoff` [Å] to the symmetric matrix M `[n × n]` of ½ qᵀ M q. */
export function addCoupling(graph: Graph, s: number, cutoff: number, interaction: PairInteraction, M: Float64Array): void {
  const { centres, distances, neighbours, origins, structures } = graph
  const first = structures[s]
  const n = structures[s + 1] - first
  for (let edge = centres[first], end = centres[structures[s + 1]]; edge < end; edge++) {
    if (distances[edge] >= cutoff) continue
    const i = origins[edge] - first
    const j = neighbours[edge] - first
    interaction.at(distances[edge], i, j)
    M[i * n + j] += interaction.value
  }
}
