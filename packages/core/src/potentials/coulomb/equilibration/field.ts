import type { Graph } from "../../../graph/graph.ts"
import type { PairInteraction } from "../sums/short-range.ts"

/** Σ_j g(r_ij) q_j at each atom of structure s, of the pairs closer than `cutoff` [Å]: `[n]` [eV/e]. */
export function fieldOf(graph: Graph, s: number, cutoff: number, interaction: PairInteraction, q: Float64Array): Float64Array {
  const { centres, distances, neighbours, origins, structures } = graph
  const first = structures[s]
  const field = new Float64Array(q.length)
  for (let edge = centres[first], end = centres[structures[s + 1]]; edge < end; edge++) {
    if (distances[edge] >= cutoff) continue
    const i = origins[edge] - first
    const j = neighbours[edge] - first
    interaction.at(distances[edge], i, j)
    field[i] += interaction.value * q[j]
  }
  return field
}
