import { enumerateClasses, type BasisLimits } from "./basis/enumerate-classes.ts"
import { centreBasis } from "./basis/centre-basis.ts"
import { createSymmetricCouplings } from "./coupling/symmetric-couplings.ts"

/** Time of the parts of an evaluation of energy, forces and virial on one core of the machine it was measured on [µs]. */
const COST = { neighbour: 0.04, oneParticleNeighbour: 0.00082, monomial: 0.0009 }

/**
 * Time that the energy and forces of one atom are expected to take [µs]: one-particle functions and their gradients for each neighbour
 * in a close-packed crystal, and the products.
 *
 * @param cutoff [Å]
 * @param neighbour distance of nearest neighbours [Å]
 */
export function expectedTime(limits: BasisLimits, speciesCount: number, cutoff: number, neighbour: number): number {
  const { centre } = centreBasis(0, 0, enumerateClasses(speciesCount, limits), createSymmetricCouplings())
  const neighbours = (((4 * Math.PI) / 3) * Math.SQRT2 * cutoff ** 3) / neighbour ** 3
  const ofOneSpecies = centre.radial.length / speciesCount
  return neighbours * (COST.neighbour + COST.oneParticleNeighbour * ofOneSpecies) + COST.monomial * (centre.monomials.offsets.length - 1)
}
