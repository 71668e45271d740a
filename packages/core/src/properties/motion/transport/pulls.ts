import type { Graph } from "../../../graph/graph.ts"

/** Energies of atoms, and what each of them does to its neighbours. */
export interface BondPulls {
  /** U_i, `[N]` [eV] */
  readonly energies: Float64Array
  /** −∂U_i/∂r_ij of each edge from i to j, `[3E]` [eV/Å] */
  readonly pulls: Float64Array
}

/** Adds energies and pulls of a graph. */
export type PullBonds = (graph: Graph, out: BondPulls) => void
