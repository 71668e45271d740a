import type { Configuration } from "../atoms/structure.ts"
import { observationRange, referenceObservations } from "../observables/observation.ts"
import { properties, type Property } from "../observables/property.ts"

/** One class of data, group × property: what has one σ, one triangle and one line in a table of errors. */
export interface DataClass {
  readonly group: string
  readonly property: Property
  /** Data (scalar rows) that count: labelled, finite, of weight above zero. */
  readonly count: number
  /** Σ over these of the atoms of their structure (energies, stresses) or of 1 (forces): the denominator of `normalisation: atoms`. */
  readonly atoms: number
}

/** Which properties take part. */
export type PropertyChoice = Readonly<Record<Property, boolean>>

/** The classes of a data set in the order of their first appearance, with their counts. */
export function classifyData(configurations: Iterable<Configuration>, use: PropertyChoice): DataClass[] {
  const classes = new Map<string, { group: string; property: Property; count: number; atoms: number }>()
  for (const configuration of configurations) {
    const { structure, group, weights } = configuration
    const n = structure.numbers.length
    const reference = referenceObservations(configuration)
    for (const property of properties) {
      if (!use[property] || weights[property] === 0) continue
      const [from, to] = observationRange(property, n)
      let count = 0
      for (let k = from; k < to; k++) if (!Number.isNaN(reference[k])) count++
      if (count === 0) continue
      const key = classKey(group, property)
      const entry = classes.get(key) ?? { group, property, count: 0, atoms: 0 }
      entry.count += count
      entry.atoms += count * atomFactor(property, n)
      classes.set(key, entry)
    }
  }
  return [...classes.values()]
}

/** Name of a class, for maps and JSON: `forces/Elastic`. */
export function classKey(group: string, property: Property): string {
  return `${property}/${group}`
}

/**
 * How often one datum of a structure of n atoms counts when data are weighed by atoms: energies per atom and stresses speak for all n
 * atoms, a force component for its own.
 */
export function atomFactor(property: Property, atoms: number): number {
  return property === "forces" ? 1 : atoms
}
