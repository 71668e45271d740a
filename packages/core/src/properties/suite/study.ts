import type { Crystal } from "../crystal/crystal.ts"
import type { Point } from "../point.ts"
import type { Figure } from "./figure.ts"
import type { PropertyValue, Spread } from "./property-value.ts"

/** What a suite looks at. */
export interface Study {
  readonly point: Point
  readonly crystal: Crystal
  /** Name of its prototype, which says what defects it is usual to ask for; null for a crystal from a file. */
  readonly prototype: string | null
  /** Crystals of elements of a compound, by atomic number, where they are not those in which elements are usually found. */
  readonly reservoirs?: ReadonlyMap<number, Crystal> | undefined
  /** Absent where nothing is known of the uncertainty of the parameters. */
  readonly spread?: Spread | undefined
  /** Told what is being worked out, before each number that takes time. */
  readonly told?: ((what: string) => void) | undefined
}

/** What came out of a part of a suite. */
export interface PartResult {
  readonly values: readonly PropertyValue[]
  /** What must be said in words: instabilities, what could not be done. */
  readonly remarks: readonly string[]
  readonly figures: readonly Figure[]
}

/** A part of a suite: what belongs together and is asked for by one name. */
export interface Part {
  readonly name: string
  /** Heading over its numbers. */
  readonly title: string
  /** Whether it says something of a crystal that does not come to rest; the others are left out then. */
  readonly always?: true
  measure(study: Study): PartResult
}
