import type { Potential } from "../../potentials/potential.ts"
import type { ForceEngine } from "./force-engine.ts"
import { graphShare } from "./graph-share.ts"
import { soloEngine } from "./solo-engine.ts"

/**
 * An engine of any potential in this thread, on a neighbour graph that follows the atoms. Energies of free atoms are not in it: they
 * move nothing.
 *
 * @param theta parameters of the potential
 * @param skin how far pairs are kept beyond the cutoff [Å]
 */
export function graphEngine(potential: Potential, theta: Float64Array, skin: number): ForceEngine {
  return soloEngine(graphShare(potential, theta, skin))
}
