import { elementsOf } from "../../../atoms/elements.ts"
import type { Motion } from "../../../dynamics/motion/motion.ts"
import { Failure } from "../../../failure/failure.ts"
import { buildGraph } from "../../../graph/build-graph.ts"
import { releaseGraph } from "../../../graph/release-graph.ts"
import type { Potential } from "../../../potentials/potential.ts"
import { bondPulls, pullsMatch } from "./bond-pulls.ts"

/** What is needed of atoms that carry heat. */
export type HeatCarriers = Pick<Motion, "numbers" | "positions" | "velocities" | "masses" | "cell" | "pbc" | "forces">

/**
 * Flux of energy, `[3]` [eV Å/fs], and behind it those of the mass of each element but the last, `[3]` each [eV fs/Å]: among several
 * elements heat is what of the energy does not go with matter.
 */
export type HeatFlux = (motion: HeatCarriers) => Float64Array

/**
 * Flux of energy of atoms at rest as a whole,
 *
 *     J = Σ_i e_i v_i + Σ_ij r_ij (−∂U_i/∂r_ij · v_j),  e_i = ½ m v² + U_i,  r_ij = r_j − r_i.
 *
 * Z. Fan, L. F. C. Pereira, H.-Q. Wang, J.-C. Zheng, D. Donadio and A. Harju, doi:10.1103/PhysRevB.92.094301.
 *
 * @throws Failure for energies that no cutoff bounds; or at the first flux, for a potential that does not say what each atom's energy
 * does to each neighbour
 */
export function heatFlux(potential: Potential, theta: Float64Array, numbers: Int32Array): HeatFlux {
  const elements = elementsOf(numbers)
  if (potential.unbounded !== undefined) throw new Failure(`the flux of heat is that of a cutoff, and ${potential.unbounded}`)
  const pull = bondPulls(potential, theta.slice(0, potential.parameters.length))
  let checked = false
  return (motion) => {
    const { masses, velocities, forces } = motion
    const graph = buildGraph([motion], elements, potential.cutoff)
    try {
      const { vectors, neighbours, species } = graph
      const out = { energies: new Float64Array(numbers.length), pulls: new Float64Array(vectors.length) }
      pull(graph, out)
      if (!checked && !pullsMatch(graph, out, forces)) {
        throw new Failure("the energies of single atoms do not say what forces these atoms have")
      }
      checked = true
      const flux = new Float64Array(3 * elements.length)
      for (let i = 0; i < masses.length; i++) {
        const square = velocities[3 * i] ** 2 + velocities[3 * i + 1] ** 2 + velocities[3 * i + 2] ** 2
        const energy = out.energies[i] + (masses[i] * square) / 2
        const matter = 3 + 3 * species[i]
        for (let c = 0; c < 3; c++) {
          flux[c] += energy * velocities[3 * i + c]
          if (matter < flux.length) flux[matter + c] += masses[i] * velocities[3 * i + c]
        }
      }
      for (let e = 0; e < neighbours.length; e++) {
        const j = 3 * neighbours[e]
        const power = out.pulls[3 * e] * velocities[j] + out.pulls[3 * e + 1] * velocities[j + 1] + out.pulls[3 * e + 2] * velocities[j + 2]
        flux[0] += vectors[3 * e] * power
        flux[1] += vectors[3 * e + 1] * power
        flux[2] += vectors[3 * e + 2] * power
      }
      return flux
    } finally {
      releaseGraph(graph)
    }
  }
}
