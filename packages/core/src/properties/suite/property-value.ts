import { Failure } from "../../failure/failure.ts"
import { type Dimension, inUnit, parseQuantity } from "../../units/quantity.ts"
import type { Observable } from "../observable.ts"
import type { Point } from "../point.ts"

/** One number that a suite reports, in the unit in which people read it. */
export interface PropertyValue {
  /** Names it in files: `C11`, `surface.110`. */
  readonly key: string
  /** Names it for people: `surface (1 1 0)`. */
  readonly label: string
  readonly unit: string
  /** Of the unit; null where it is none of those that quantities are written in. */
  readonly dimension: Dimension | null
  /** `null` where the potential has no finite answer. */
  readonly value: number | null
  /** Standard error, from the uncertainty of the parameters; `null` where that is not known. */
  readonly standardError: number | null
  /** Why the number is not what its name says, `null` when all is well. */
  readonly trouble: string | null
}

/** The standard error of a number with derivatives ∂/∂θ `[K]`, in its unit. */
export type Spread = (derivative: Float64Array) => number

/** Reads an observable; what the potential refuses is a trouble of this number alone. */
export function readProperty(point: Point, spread: Spread | undefined, key: string, label: string, observable: Observable): PropertyValue {
  const { dimension, unit } = observable
  const about = { key, label, unit, dimension }
  try {
    const { value, trouble } = observable.read(point)
    const known = Number.isFinite(value)
    const error = known && trouble === null && spread ? spread(observable.derivative(point)) : Number.NaN
    return {
      ...about,
      value: known ? inUnit(value, dimension, unit) : null,
      standardError: Number.isFinite(error) ? error / parseQuantity(`1 ${unit}`, dimension) : null,
      trouble: trouble ?? (known ? null : "it is no finite number"),
    }
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure
    return { ...about, value: null, standardError: null, trouble: failure.message }
  }
}

/** A number that no observable gives; in a unit of its own, or one of a dimension. */
export function plainProperty(
  key: string,
  label: string,
  value: number,
  unit: string,
  { dimension = null, standardError = null, trouble = null }: Partial<Pick<PropertyValue, "dimension" | "standardError" | "trouble">> = {},
): PropertyValue {
  const known = Number.isFinite(value)
  return {
    ...{ key, label, unit, dimension },
    value: known ? value : null,
    standardError: standardError !== null && Number.isFinite(standardError) ? standardError : null,
    trouble: trouble ?? (known ? null : "it is no finite number"),
  }
}
