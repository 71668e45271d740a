import type { Graph } from "../../../graph/graph.ts"
import { addPair } from "./add-pair.ts"
import type { ChargeResponse } from "./charge-response.ts"

/** g(r) [eV/e²] and g′(r) of two charges i and j of one structure. */
export interface PairInteraction {
  value: number
  slope: number
  /** Sets `value` and `slope`. */
  at(r: number, i: number, j: number): void
}

/** Adds Σ q_i q_j g(r_ij) over the pairs of structure s that are closer than `cutoff` [Å], and both charged. */
export function addShortRange(
  graph: Graph,
  s: number,
  cutoff: number,
  interaction: PairInteraction,
  q: Float64Array,
  responses: readonly ChargeResponse[],
): void {
  const { centres, distances, neighbours, origins, reverse, structures, vectors } = graph
  const first = structures[s]
  const charged = Uint8Array.from(q, (value, i) => Number(value !== 0 || responses.some(({ p }) => p[i] !== 0)))
  for (let edge = centres[first], end = centres[structures[s + 1]]; edge < end; edge++) {
    if (edge > reverse[edge] || distances[edge] >= cutoff) continue
    const i = origins[edge] - first
    const j = neighbours[edge] - first
    if (charged[i] + charged[j] < 2) continue
    const r = distances[edge]
    interaction.at(r, i, j)
    addPair(responses, q, i, j, interaction.value, interaction.slope, r, vectors[3 * edge], vectors[3 * edge + 1], vectors[3 * edge + 2])
  }
}

/** Adds Σ c q_i², the energy of each charge by itself: c [eV/e²]. */
export function addSelf(c: number, q: Float64Array, responses: readonly ChargeResponse[]): void {
  for (const { p, energies } of responses) for (let i = 0; i < q.length; i++) energies[i] += c * p[i] * q[i]
}
