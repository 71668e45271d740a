import type { Potential } from "../../potentials/potential.ts"
import type { EngineShare } from "./engine-share.ts"
import type { ForceEngine } from "./force-engine.ts"
import { forceTerms } from "./force-terms.ts"
import { graphShare } from "./graph-share.ts"
import { listShare } from "./list-share.ts"
import { soloEngine } from "./solo-engine.ts"

/**
 * The engine that moves atoms in a potential: pairs and tables of embedded atoms on a half neighbour list, any other on its graph.
 * Energies of free atoms are not in it: they move nothing.
 *
 * @param theta parameters of the potential
 * @param skin how far pairs are kept beyond the cutoff [Å]
 */
export function potentialEngine(potential: Potential, theta: Float64Array, options: { readonly skin?: number } = {}): ForceEngine {
  return soloEngine(potentialShare(potential, theta, options))
}

/** What one thread does for such an engine. */
export function potentialShare(potential: Potential, theta: Float64Array, options: { readonly skin?: number } = {}): EngineShare {
  const terms = forceTerms(potential, theta)
  return terms
    ? listShare({ elements: potential.elements, terms, skin: options.skin ?? 1 })
    : graphShare(potential, theta, options.skin ?? 0.7)
}

/** Whether threads can share the work of an engine of this potential. */
export function sharesWork(potential: Potential, theta: Float64Array): boolean {
  if (potential.byCentre) return true
  const terms = forceTerms(potential, theta)
  for (const term of terms ?? []) term.release()
  return terms !== undefined
}
