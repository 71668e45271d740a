import { pairName } from "../../atoms/distances.ts"
import type { Model } from "../model.ts"
import type { ShortestDistance } from "../sample.ts"
import type { ReferenceCrystal } from "./crystals.ts"
import type { Molecule } from "./molecules.ts"

/** Nearest atoms of a hot crystal, in distances of neighbours at rest. */
const HOT = 0.85
/** Where neither data nor crystals know, in cutoffs. */
const UNKNOWN = 0.35

/**
 * The shortest distance of each pair of elements that a potential is meant for: that of the data, by pair such as `Al-Ti` [Å], where they
 * have it; else 0.85 × the nearest neighbours of its crystal, or molecule, of lowest energy at rest; else 0.35 × the cutoff.
 */
export function shortestOf(
  { potential }: Model,
  crystals: readonly ReferenceCrystal[],
  molecules: readonly Molecule[],
  data: Readonly<Record<string, number>>,
): readonly ShortestDistance[] {
  const elements = potential.elements.toSorted((a, b) => a - b)
  return elements.flatMap((a, k) =>
    elements.slice(k).map((b): ShortestDistance => {
      const known = data[pairName([a, b])]
      if (known !== undefined) return { elements: [a, b], distance: known, origin: "data" }
      const molecule = molecules.find(({ element }) => element === a && element === b)
      const kinds = a === b ? 1 : 2
      const own = crystals.filter(({ structure: { numbers } }) => {
        const present = new Set(numbers)
        return present.size === kinds && present.has(a) && present.has(b)
      })
      const [stablest] = own.toSorted((one, other) => one.energy - other.energy)
      if (molecule && molecule.energy < (stablest?.energy ?? 0)) {
        return { elements: [a, b], distance: HOT * molecule.length, origin: "molecule" }
      }
      if (stablest) return { elements: [a, b], distance: HOT * stablest.nearest, origin: "crystal" }
      return { elements: [a, b], distance: UNKNOWN * potential.cutoff, origin: "cutoff" }
    }),
  )
}
