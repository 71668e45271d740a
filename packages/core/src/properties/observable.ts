import type { Dimension } from "../units/quantity.ts"
import type { Point } from "./point.ts"

/** What a potential says of an observable. */
export interface Reading {
  /** In the internal unit of the observable; finite. */
  readonly value: number
  /** Why the number is not what its name says: a sentence for people. `null` when all is well. */
  readonly trouble: string | null
}

/**
 * One number that can be measured, predicted by any potential. The derivative is exact up to rounding of central differences along
 * strains and displacements: what relaxes is differentiated implicitly, never relaxed again.
 */
export interface Observable {
  /** Such as `fcc Cu: C11`; names its numbers in reports. */
  readonly name: string
  /** Such as `elastic constant`. */
  readonly kind: string
  /** Atomic numbers that a potential must know, ascending. */
  readonly elements: readonly number[]
  readonly dimension: Dimension
  /** In which people read it: `GPa`. */
  readonly unit: string
  /** How far a potential that is fitted to it may stay from it, unless told otherwise, relative to its size. */
  readonly tolerance: number
  read(point: Point): Reading
  /** ∂value/∂θ at the same θ, `[K]`. */
  derivative(point: Point): Float64Array
}
