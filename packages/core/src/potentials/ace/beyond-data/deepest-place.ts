import type { Structure } from "../../../atoms/structure.ts"
import { buildGraph } from "../../../graph/build-graph.ts"
import { releaseGraph } from "../../../graph/release-graph.ts"

/** Where a structure is lowest. */
export interface DeepestPlace {
  /** An atom and its nearest neighbours. */
  readonly atoms: readonly number[]
  /** Mean of their energies. */
  readonly energy: number
}

/**
 * The atom that is lowest together with its nearest neighbours. What one atom gains at the expense of its neighbours counts for little,
 * as expansions divide energies up as they like.
 *
 * @param energies of the atoms
 * @param reach distance of nearest neighbours at most [Å]
 */
export function deepestPlace(structure: Structure, elements: readonly number[], energies: Float64Array, reach: number): DeepestPlace {
  const graph = buildGraph([structure], elements, reach)
  let deepest: DeepestPlace = { atoms: [], energy: Infinity }
  for (let i = 0; i < energies.length; i++) {
    const atoms = [...new Set([i, ...graph.neighbours.subarray(graph.centres[i], graph.centres[i + 1])])]
    const energy = atoms.reduce((sum, atom) => sum + energies[atom], 0) / atoms.length
    if (energy < deepest.energy) deepest = { atoms, energy }
  }
  releaseGraph(graph)
  return deepest
}
