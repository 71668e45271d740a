import type { Potential } from "../../potentials/potential.ts"
import { createForceEngine, type ForceEngine } from "./force-engine.ts"
import { forceTerms } from "./force-terms.ts"
import { graphEngine } from "./graph-engine.ts"

/**
 * The engine that moves atoms in a potential: pairs and tables of embedded atoms on a half neighbour list, any other on its graph.
 * Energies of free atoms are not in it: they move nothing.
 *
 * @param theta parameters of the potential
 * @param skin how far pairs are kept beyond the cutoff [Å]
 */
export function potentialEngine(potential: Potential, theta: Float64Array, options: { readonly skin?: number } = {}): ForceEngine {
  const terms = forceTerms(potential, theta)
  return terms
    ? createForceEngine({ elements: potential.elements, terms, skin: options.skin ?? 1 })
    : graphEngine(potential, theta, options.skin ?? 0.7)
}
