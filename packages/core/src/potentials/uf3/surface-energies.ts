import type { Structure } from "../../atoms/structure.ts"
import { buildGraph } from "../../graph/build-graph.ts"
import { releaseGraph } from "../../graph/release-graph.ts"
import type { Potential } from "../potential.ts"
import type { Regulariser, RegulariserRow } from "../regulariser.ts"
import { closePackedSlabs } from "./close-packed-slabs.ts"

/** Share to which the energy of a surface is known, given that those of all faces err together. */
const UNSURE = 1 / 8
/** A bond of length r counts e^(−6 (r/r₀ − 1)), r₀ the shortest of the crystal; 6 lies amid what metals have. */
const BOND_DECAY = 6
/** Bonds beyond this many edges of the cube of one atom, e⁻⁸ or less, count nothing. */
const LONGEST_BOND = 2.5

/**
 * What is known of surfaces of metals before the data: that the bonds of an atom share its electrons, so that its energy goes with the root
 * of their number, as in the second-moment approximation. A face of a crystal of cohesive energy E with x_i of its bonds left to atom i costs
 *
 *     Σ_i E (1 − √x_i),   x_i = Σ_j e^(−6 (r_ij/r₀ − 1)) / the same in the crystal
 *
 * to an eighth of it, for the three densest faces of bcc and fcc. Few data seldom show a surface, and nothing else says what splines do there.
 *
 * Source: M. W. Finnis & J. E. Sinclair, doi:10.1080/01418618408244210; F. Cleri & V. Rosato, doi:10.1103/PhysRevB.48.22.
 *
 * @param potential of one element, linear in all parameters
 * @param volume per atom of the crystals [Å³]
 * @param energy E [eV/atom]
 */
export function surfaceEnergies(
  { elements, parameters, cutoff, jacobian }: Pick<Potential, "elements" | "parameters" | "cutoff" | "jacobian">,
  volume: number,
  energy: number,
): Regulariser {
  const [number] = elements
  const width = parameters.length
  const theta = new Float64Array(width)
  /** ∂E/∂θ of a structure, and the bonds of each atom. */
  const look = (structure: Structure): { readonly slopes: Float64Array; readonly bonds: readonly number[] } => {
    const atoms = structure.numbers.length
    const graph = buildGraph([structure], elements, Math.max(cutoff, LONGEST_BOND * Math.cbrt(volume)))
    const block = { energy: new Float64Array(width), forces: new Float64Array(3 * atoms * width), virial: new Float64Array(6 * width) }
    jacobian(graph, 0, theta, { ...block, stride: width, column: 0 })
    const shortest = graph.distances.reduce((least, r) => Math.min(least, r), Infinity)
    const bonds = Array.from({ length: atoms }, (_, i) =>
      graph.distances
        .subarray(graph.centres[i], graph.centres[i + 1])
        .reduce((sum, r) => sum + Math.exp(-BOND_DECAY * (r / shortest - 1)), 0),
    )
    releaseGraph(graph)
    return { slopes: block.energy, bonds }
  }
  const rows = [...closePackedSlabs(number, volume, cutoff).values()].map(({ bulk, slab }): RegulariserRow => {
    const [whole, cut] = [look(bulk), look(slab)]
    const cost = cut.bonds.reduce((sum, bonds) => sum + energy * (1 - Math.sqrt(bonds / whole.bonds[0])), 0)
    const excess = cut.slopes.map((slope, k) => slope - cut.bonds.length * whole.slopes[k])
    const seen = Array.from(excess.keys()).filter((k) => excess[k] !== 0)
    return { parameters: seen, coefficients: seen.map((k) => excess[k] / (UNSURE * cost)), value: 1 / UNSURE }
  })
  return Object.freeze({
    name: "surfaces",
    doc: "energies of surfaces of close-packed crystals, beside what the bonds of metals let expect",
    rows,
    strength: 1,
  })
}
