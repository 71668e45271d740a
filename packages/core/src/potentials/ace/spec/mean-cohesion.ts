import { cohesiveEnergy } from "../../../atoms/cohesive-energy.ts"

/** Cohesive energy of elements that no table has [eV per atom]. */
const UNKNOWN = 1

/** Mean cohesive energy of those elements that have one [eV per atom]. */
export function meanCohesion(elements: readonly string[]): number {
  const known = elements.map(cohesiveEnergy).filter((energy) => energy !== undefined)
  return known.length === 0 ? UNKNOWN : known.reduce((sum, energy) => sum + energy, 0) / known.length
}
