import type { Configuration, Structure } from "../../atoms/structure.ts"
import { observationRange, referenceObservations } from "../../observables/observation.ts"
import type { Property } from "../../observables/property.ts"
import { gigapascal } from "../../units/constants.ts"
import type { ParityData } from "../report-data.ts"

/** Points drawn per figure; more would only blacken it. */
const MOST_POINTS = 1500
const SHOWN = [
  { property: "energy", own: "energy", unit: "eV/atom", scale: 1 },
  { property: "force", own: "forces", unit: "eV/Å", scale: 1 },
  { property: "stress", own: "stress", unit: "GPa", scale: 1 / gigapascal },
] as const satisfies readonly { property: string; own: Property; unit: string; scale: number }[]

/**
 * Reference against prediction of every labelled property of a set, evenly thinned; energies of free atoms, far from all others and met
 * by their references, are left out; `predicted` are observations, one array a configuration.
 */
export function parityData(
  set: string,
  configurations: readonly Configuration[],
  predicted: readonly Float64Array[],
): readonly ParityData[] {
  const references = configurations.map(referenceObservations)
  return SHOWN.flatMap(({ property, own, unit, scale }) => {
    const labelled = configurations.flatMap(({ structure }, s) => {
      if (own === "energy" && isFreeAtom(structure)) return []
      const [from, to] = observationRange(own, structure.numbers.length)
      return Array.from({ length: to - from }, (_, k) => ({ s, k: from + k })).filter(({ k }) => !Number.isNaN(references[s][k]))
    })
    if (labelled.length === 0) return []
    const count = Math.min(MOST_POINTS, labelled.length)
    const points = Array.from({ length: count }, (_, i) => {
      const { s, k } = labelled[Math.floor((i * labelled.length) / count)]
      return { group: configurations[s].group, reference: scale * references[s][k], prediction: scale * predicted[s][k] }
    })
    return [{ set, property, unit, points, total: labelled.length }]
  })
}

function isFreeAtom({ numbers, pbc }: Structure): boolean {
  return numbers.length === 1 && !pbc.includes(true)
}
