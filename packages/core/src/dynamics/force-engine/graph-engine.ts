import type { Structure } from "../../atoms/structure.ts"
import { Failure } from "../../failure/failure.ts"
import type { Potential } from "../../potentials/potential.ts"
import { FollowedGraph } from "../followed-graph/followed-graph.ts"
import { Room } from "../neighbour-list/room.ts"
import type { ForceEngine, Forces } from "./force-engine.ts"

/**
 * An engine of any potential, on a neighbour graph that follows the atoms. Energies of free atoms are not in it: they move nothing.
 *
 * @param theta parameters of the potential
 * @param skin how far pairs are kept beyond the cutoff [Å]
 */
export function graphEngine(potential: Potential, theta: Float64Array, skin: number): ForceEngine {
  const followed = new FollowedGraph({ elements: potential.elements, cutoff: potential.cutoff, skin })
  const own = theta.slice(0, potential.parameters.length)
  const room = new Room()
  return Object.freeze({
    cutoff: potential.cutoff,
    evaluate(structure: Structure): Forces {
      const graph = followed.update(structure)
      const atoms = structure.numbers.length
      const energies = room.f64("energies", atoms).subarray(0, atoms)
      const forces = room.f64("forces", 3 * atoms).subarray(0, 3 * atoms)
      const virials = room.f64("virial", 6).subarray(0, 6)
      for (const array of [energies, forces, virials]) array.fill(0)
      potential.evaluate(graph, own, { energies, forces, virials })
      let energy = 0
      for (let i = 0; i < atoms; i++) energy += energies[i]
      if (!Number.isFinite(energy)) {
        throw new Failure("the energy is not finite", { advice: "look at the steps before, or use a smaller step" })
      }
      return { energy, forces, virial: virials, volume: graph.volumes[0] }
    },
    rebuilds: () => followed.rebuilds,
    forget: () => followed.forget(),
    release() {
      followed.release()
      room.release()
    },
  })
}
