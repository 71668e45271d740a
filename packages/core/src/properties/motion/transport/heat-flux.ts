import { elementsOf } from "../../../atoms/elements.ts"
import type { Motion } from "../../../dynamics/motion/motion.ts"
import { Failure } from "../../../failure/failure.ts"
import { buildGraph } from "../../../graph/build-graph.ts"
import { releaseGraph } from "../../../graph/release-graph.ts"
import type { Potential } from "../../../potentials/potential.ts"
import { boltzmann } from "../../../units/constants.ts"
import { correlation } from "../correlation/correlation.ts"
import { bondPulls, pullsMatch } from "./bond-pulls.ts"
import { greenKubo, type GreenKuboRecord } from "./viscosity.ts"

/** What is needed of atoms that carry heat. */
export type HeatCarriers = Pick<Motion, "numbers" | "positions" | "velocities" | "masses" | "cell" | "pbc" | "forces">

/** Flux of heat, `[3]` [eV Å/fs]. */
export type HeatFlux = (motion: HeatCarriers) => Float64Array

/**
 * Flux of energy of a liquid or crystal of one element, at rest as a whole,
 *
 *     J = Σ_i e_i v_i + Σ_ij r_ij (−∂U_i/∂r_ij · v_j),  e_i = ½ m v² + U_i,  r_ij = r_j − r_i.
 *
 * Z. Fan, L. F. C. Pereira, H.-Q. Wang, J.-C. Zheng, D. Donadio and A. Harju, doi:10.1103/PhysRevB.92.094301.
 *
 * @throws Failure for several elements, among which heat flows with matter; or at the first flux, for a potential that does not say what
 * each atom's energy does to each neighbour
 */
export function heatFlux(potential: Potential, theta: Float64Array, numbers: Int32Array): HeatFlux {
  const [element, ...others] = elementsOf(numbers)
  if (others.length > 0) {
    throw new Failure("heat flows with matter where there are several elements", { advice: "ask for the conductivity of one element" })
  }
  if (potential.unbounded !== undefined) throw new Failure(`the flux of heat is that of a cutoff, and ${potential.unbounded}`)
  const pull = bondPulls(potential, theta.slice(0, potential.parameters.length), element)
  let checked = false
  return (motion) => {
    const { masses, velocities, forces } = motion
    const graph = buildGraph([motion], [element], potential.cutoff)
    const { vectors, neighbours } = graph
    const out = { energies: new Float64Array(numbers.length), pulls: new Float64Array(vectors.length) }
    pull(graph, out)
    const matches = checked || pullsMatch(graph, out, forces)
    const flux = new Float64Array(3)
    for (let i = 0; i < masses.length; i++) {
      const square = velocities[3 * i] ** 2 + velocities[3 * i + 1] ** 2 + velocities[3 * i + 2] ** 2
      const energy = out.energies[i] + (masses[i] * square) / 2
      for (let c = 0; c < 3; c++) flux[c] += energy * velocities[3 * i + c]
    }
    for (let e = 0; e < neighbours.length; e++) {
      const j = 3 * neighbours[e]
      const power = out.pulls[3 * e] * velocities[j] + out.pulls[3 * e + 1] * velocities[j + 1] + out.pulls[3 * e + 2] * velocities[j + 2]
      flux[0] += vectors[3 * e] * power
      flux[1] += vectors[3 * e + 1] * power
      flux[2] += vectors[3 * e + 2] * power
    }
    releaseGraph(graph)
    if (!matches) throw new Failure("this potential does not say what the energy of each atom does to each of its neighbours")
    checked = true
    return flux
  }
}

/** Follows fluxes of heat. */
export interface Conductivity {
  /** @param flux `[3]` [eV Å/fs] */
  add(flux: Float64Array): void
  /** Thermal conductivity [eV/(fs Å K)]. */
  record(volume: number, temperature: number): GreenKuboRecord
}

/**
 * Thermal conductivity by Green and Kubo, `κ = 1/(3 V k_B T²) ∫₀^∞ ⟨J(0)·J(t)⟩ dt`.
 *
 * @param interval between frames [fs]
 */
export function conductivity(options: { readonly interval: number; readonly lags: number; readonly stride?: number }): Conductivity {
  const products = correlation({ ...options, size: 3, parts: [{ from: 0, to: 3, scale: 1 / 3 }] })
  return Object.freeze({
    add: (flux: Float64Array): void => products.add((row) => row.set(flux)),
    record: (volume: number, temperature: number) => greenKubo(products.record()[0], 1 / (volume * boltzmann * temperature ** 2)),
  })
}
