import type { Configuration } from "../atoms/structure.ts"
import { gigapascal } from "../units/constants.ts"
import { observationRange } from "./observation.ts"
import { properties, type Property } from "./property.ts"

/** Sums from which count, RMSE, MAE and largest error follow; in internal units. `absolutes` and `largest` may be NaN: not known. */
export interface ErrorSums {
  count: number
  squares: number
  absolutes: number
  largest: number
}

/** Sums per group and property, as plain data: additive, so that parts of a data set may be summed anywhere and merged. */
export type GroupedErrors = Map<string, Record<Property, ErrorSums>>

/** Root-mean-square, mean absolute and largest error of one property, in the unit given. */
export interface ErrorSummary {
  readonly count: number
  readonly rmse: number
  /** Null where single errors are not known, as of errors that come from sums of squares. */
  readonly mae: number | null
  readonly max: number | null
  readonly unit: string
}

/** Errors by property, as `metrics.json` has them: energy per atom, force components, the six Voigt components of stress. */
export interface PropertyErrors {
  readonly energy: ErrorSummary
  readonly force: ErrorSummary
  readonly stress: ErrorSummary
}

/** Errors of one data set: an entry of the `sets` of `metrics.json`. */
export interface ErrorTable {
  readonly all: PropertyErrors
  readonly groups: Readonly<Record<string, PropertyErrors>>
}

/**
 * Adds the differences of predicted and reference observations of one configuration to `errors`. A NaN reference is a missing
 * label and is left out; a prediction that is not finite makes the error infinite.
 */
export function addErrors(errors: GroupedErrors, configuration: Configuration, predicted: Float64Array, reference: Float64Array): void {
  const group = sumsOf(errors, configuration.group)
  for (const property of properties) {
    const [from, to] = observationRange(property, configuration.structure.numbers.length)
    const sums = group[property]
    for (let k = from; k < to; k++) {
      if (Number.isNaN(reference[k])) continue
      const difference = predicted[k] - reference[k]
      addError(sums, Number.isFinite(difference) ? Math.abs(difference) : Infinity)
    }
  }
}

/** Adds the sums of `part` to `total`. */
export function mergeErrors(total: GroupedErrors, part: GroupedErrors): void {
  for (const [name, group] of part) {
    const own = sumsOf(total, name)
    for (const property of properties) mergeSums(own[property], group[property])
  }
}

/** The table of errors that people and `metrics.json` read: meV/atom, meV/Å, GPa. */
export function errorTable(errors: GroupedErrors): ErrorTable {
  const all = noErrors()
  for (const group of errors.values()) {
    for (const property of properties) mergeSums(all[property], group[property])
  }
  return { all: summarise(all), groups: Object.fromEntries([...errors].map(([name, group]) => [name, summarise(group)])) }
}

function sumsOf(errors: GroupedErrors, group: string): Record<Property, ErrorSums> {
  const sums = errors.get(group) ?? noErrors()
  errors.set(group, sums)
  return sums
}

function noErrors(): Record<Property, ErrorSums> {
  const none = (): ErrorSums => ({ count: 0, squares: 0, absolutes: 0, largest: 0 })
  return { energy: none(), forces: none(), stress: none() }
}

function addError(sums: ErrorSums, size: number): void {
  sums.count++
  sums.squares += size * size
  sums.absolutes += size
  if (size > sums.largest) sums.largest = size
}

function mergeSums(total: ErrorSums, part: ErrorSums): void {
  total.count += part.count
  total.squares += part.squares
  total.absolutes += part.absolutes
  total.largest = Math.max(total.largest, part.largest)
}

function summarise(group: Record<Property, ErrorSums>): PropertyErrors {
  return {
    energy: summary(group.energy, 1000, "meV/atom"),
    force: summary(group.forces, 1000, "meV/Å"),
    stress: summary(group.stress, 1 / gigapascal, "GPa"),
  }
}

function summary({ count, squares, absolutes, largest }: ErrorSums, scale: number, unit: string): ErrorSummary {
  const n = Math.max(count, 1)
  const known = (value: number): number | null => (Number.isNaN(value) ? null : value)
  return { count, rmse: scale * Math.sqrt(squares / n), mae: known((scale * absolutes) / n), max: known(scale * largest), unit }
}
