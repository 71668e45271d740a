import type { Configuration } from "../../atoms/structure.ts"
import { type Baseline, energyDesign } from "../../observables/baseline.ts"
import type { Parameter } from "../../potentials/parameters.ts"

/** A parameter that the data cannot determine beside the others, and why. */
export interface Redundancy {
  /** The parameter to hold at its start value. */
  readonly key: string
  readonly reason: string
}

/**
 * Free energy parameters of a baseline that no data can tell apart, whatever the potential: the columns `[n_el/N … 1]` of the
 * configurations with energies are linearly dependent. Later columns are held in favour of earlier ones.
 */
export function findRedundancies(baseline: Baseline, configurations: Iterable<Configuration>, useEnergy: boolean): Redundancy[] {
  const columns = baseline.parameters
    .map((parameter, index) => ({ parameter, index }))
    .filter(({ parameter, index }) => !parameter.fixed && (index < baseline.elements.length || index === baseline.offset))
  if (columns.length === 0) return []
  const designs = useEnergy ? distinctDesigns(baseline, configurations) : []
  if (designs.length === 0) {
    return columns.map(({ parameter: { key } }) => ({
      key,
      reason: `${key} is structurally unidentifiable: no configuration has an energy`,
    }))
  }
  const redundancies: Redundancy[] = []
  const basis: { parameter: Parameter; vector: number[] }[] = []
  for (const { parameter, index } of columns) {
    const column = designs.map((design) => design[index])
    const rest = basis.reduce((left, { vector }) => withoutPart(left, vector), column)
    if (length(rest) > 1e-10 * Math.sqrt(designs.length)) {
      basis.push({ parameter, vector: rest.map((value) => value / length(rest)) })
      continue
    }
    redundancies.push({ key: parameter.key, reason: explain(parameter.key, column, basis) })
  }
  return redundancies
}

function explain(key: string, column: readonly number[], basis: readonly { parameter: Parameter; vector: number[] }[]): string {
  if (length(column) === 0) return `${key} is structurally unidentifiable: no configuration with an energy has this element`
  // Those needed to express the column: without any of them something of it is left over.
  const involved = basis
    .filter(({ vector }) => Math.abs(dot(vector, column)) > 1e-10 * length(column))
    .map(({ parameter }) => parameter.key)
  return `${[...involved, key].join(", ")} cannot be told apart (structurally unidentifiable): the compositions of the data do not vary enough`
}

/** Energy designs of the configurations whose energy counts, each composition once. */
function distinctDesigns(baseline: Baseline, configurations: Iterable<Configuration>): Float64Array[] {
  const distinct = new Map<string, Float64Array>()
  for (const { structure, energy, weights } of configurations) {
    if (energy === undefined || !(weights.energy > 0)) continue
    const design = energyDesign(baseline, structure)
    distinct.set(design.join(" "), design)
  }
  return [...distinct.values()]
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, k) => sum + value * b[k], 0)
}

function length(a: readonly number[]): number {
  return Math.sqrt(dot(a, a))
}

function withoutPart(a: readonly number[], unit: readonly number[]): number[] {
  const part = dot(a, unit)
  return a.map((value, k) => value - part * unit[k])
}
