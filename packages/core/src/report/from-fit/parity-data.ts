import type { Configuration, Structure } from "../../atoms/structure.ts"
import { observationRange, referenceObservations } from "../../observables/observation.ts"
import type { Property } from "../../observables/property.ts"
import { gigapascal } from "../../units/constants.ts"
import type { ParityData } from "../report-data.ts"

/** Points drawn per figure; more would only blacken it. */
const MOST_POINTS = 1500
const SHOWN = [
  { property: "energy", own: "energy", unit: "eV/atom", scale: 1, error: { unit: "meV/atom", factor: 1000 } },
  { property: "force", own: "forces", unit: "eV/Å", scale: 1, error: { unit: "meV/Å", factor: 1000 } },
  { property: "stress", own: "stress", unit: "GPa", scale: 1 / gigapascal, error: { unit: "GPa", factor: 1 } },
] as const satisfies readonly (Pick<ParityData, "property" | "unit" | "error"> & { own: Property; scale: number })[]

/**
 * Reference against prediction of every labelled property of a set, evenly thinned; energies of free atoms, far from all others and met
 * by their references, are left out. Goes through the set twice and keeps nothing else of it.
 *
 * @param predicted observations, one array a configuration
 */
export function parityData(
  set: string,
  configurations: Iterable<Configuration>,
  predicted: readonly Float64Array[],
): readonly ParityData[] {
  const totals = SHOWN.map(() => 0)
  visitLabels(configurations, (p) => totals[p]++)
  const points: ParityData["points"][number][][] = SHOWN.map(() => [])
  const seen = SHOWN.map(() => 0)
  visitLabels(configurations, (p, { group }, s, k, reference) => {
    const count = Math.min(MOST_POINTS, totals[p])
    const next = Math.floor((points[p].length * totals[p]) / count)
    if (seen[p]++ !== next) return
    const { scale } = SHOWN[p]
    points[p].push({ group, reference: scale * reference, prediction: scale * predicted[s][k] })
  })
  return SHOWN.flatMap(({ property, unit, error }, p) =>
    totals[p] === 0 ? [] : [{ set, property, unit, error, points: points[p], total: totals[p] }],
  )
}

/** Calls `visit` for every label: the index of its property in `SHOWN`, its configuration, the index of that, and its place and value there. */
function visitLabels(
  configurations: Iterable<Configuration>,
  visit: (property: number, configuration: Configuration, s: number, k: number, reference: number) => void,
): void {
  let s = 0
  for (const configuration of configurations) {
    const references = referenceObservations(configuration)
    SHOWN.forEach(({ own }, p) => {
      if (own === "energy" && isFreeAtom(configuration.structure)) return
      const [from, to] = observationRange(own, configuration.structure.numbers.length)
      for (let k = from; k < to; k++) if (!Number.isNaN(references[k])) visit(p, configuration, s, k, references[k])
    })
    s++
  }
}

function isFreeAtom({ numbers, pbc }: Structure): boolean {
  return numbers.length === 1 && !pbc.includes(true)
}
