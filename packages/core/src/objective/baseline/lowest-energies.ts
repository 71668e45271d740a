import type { Configuration } from "../../atoms/structure.ts"
import { isIsolatedAtom } from "./isolated-atoms.ts"

/** Lowest energy of matter of one composition among the data. */
export interface LowestEnergy {
  /** Share of each element of the potential. */
  readonly shares: readonly number[]
  /** [eV/atom] */
  readonly energy: number
}

/**
 * Lowest energies of the compositions in which each element is purest; isolated atoms do not count.
 *
 * @param elements atomic numbers of the potential
 * @param cutoff how far an isolated atom sees [Å]
 * @param before those of earlier data
 */
export function lowestEnergies(
  configurations: Iterable<Configuration>,
  elements: readonly number[],
  cutoff: number,
  before: readonly LowestEnergy[] = [],
): readonly LowestEnergy[] {
  const lowest = new Map(before.map((one) => [one.shares.join(), one]))
  for (const configuration of configurations) {
    const { energy, structure } = configuration
    if (energy === undefined || isIsolatedAtom(configuration, cutoff)) continue
    const counts = elements.map(() => 0)
    for (const number of structure.numbers) counts[elements.indexOf(number)]++
    const atoms = structure.numbers.length
    const shares = counts.map((count) => count / atoms)
    const key = shares.join()
    lowest.set(key, { shares, energy: Math.min(energy / atoms, lowest.get(key)?.energy ?? Infinity) })
  }
  const all = [...lowest.values()]
  const purest = elements.flatMap((_, k) => {
    const most = all.reduce((best, { shares }) => Math.max(best, shares[k]), 0)
    return all.find(({ shares }) => most > 0 && shares[k] === most) ?? []
  })
  return [...new Set(purest)]
}
