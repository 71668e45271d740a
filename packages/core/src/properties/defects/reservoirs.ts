import { elementsOf, symbolOf } from "../../atoms/elements.ts"
import type { Crystal } from "../crystal/crystal.ts"
import { energyPerAtom } from "../bulk/energies.ts"
import { equilibriumOf } from "../bulk/equilibrium.ts"
import type { Point } from "../point.ts"

/** Crystals in which one atom stands when it is not in the defect, `μ = Σ atoms × energy per atom`; parts of atoms, also less than none. */
export type Reservoir = readonly { readonly crystal: Crystal; readonly atoms: number }[]

/** A reservoir for each atomic number. */
export type Reservoirs = ReadonlyMap<number, Reservoir>

/** Surroundings that give and take atoms. */
export interface Condition {
  /** `Ni-rich`. */
  readonly name: string
  readonly reservoirs: Reservoirs
}

/**
 * Surroundings with which a compound is at equilibrium, `Σ n_i μ_i = E(compound)`, one for each element of which a crystal is known: of
 * two elements the rich one stands in its own crystal, and the compound says what the other costs (S. B. Zhang, J. E. Northrup,
 * doi:10.1103/PhysRevLett.67.2339). Of more elements the compound does not say it: all stand in their own crystals.
 */
export function conditionsOf(compound: Crystal, own: ReadonlyMap<number, Crystal>): readonly Condition[] {
  const elements = elementsOf(compound.primitive.numbers)
  if (elements.length !== 2) {
    const reservoirs = new Map<number, Reservoir>()
    for (const element of elements) {
      const crystal = own.get(element)
      if (crystal) reservoirs.set(element, [{ crystal, atoms: 1 }])
    }
    return reservoirs.size === elements.length ? [{ name: "against the elements", reservoirs }] : []
  }
  return elements.flatMap((rich, k) => {
    const crystal = own.get(rich)
    const other = elements[1 - k]
    const all = compound.primitive.numbers.length
    const [many, few] = [rich, other].map((element) => countOf(compound, element))
    return crystal
      ? [
          {
            name: `${symbolOf(rich)}-rich`,
            reservoirs: new Map<number, Reservoir>([
              [rich, [{ crystal, atoms: 1 }]],
              [
                other,
                [
                  { crystal: compound, atoms: all / few },
                  { crystal, atoms: -many / few },
                ],
              ],
            ]),
          },
        ]
      : []
  })
}

/**
 * Every atom at the mean energy of the compound: what any reservoirs at equilibrium with it give for changes that keep its composition,
 * and right for nothing else.
 */
export function evenReservoirs(compound: Crystal): Reservoirs {
  return new Map(elementsOf(compound.primitive.numbers).map((element) => [element, [{ crystal: compound, atoms: 1 }]]))
}

/** What one atom of a reservoir costs [eV]. */
export function chemicalPotential(point: Point, reservoir: Reservoir): number {
  return reservoir.reduce((sum, { crystal, atoms }) => sum + atoms * energyPerAtom(equilibriumOf(point, crystal)), 0)
}

/** Atoms of an element in the primitive cell. */
export function countOf({ primitive }: Crystal, element: number): number {
  return primitive.numbers.reduce((sum, number) => sum + (number === element ? 1 : 0), 0)
}
