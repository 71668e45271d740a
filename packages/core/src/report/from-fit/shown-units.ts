import type { Property } from "../../observables/property.ts"
import { gigapascal } from "../../units/constants.ts"

/** How a property and its errors are shown. */
export interface ShownProperty {
  readonly own: Property
  readonly shown: "energy" | "force" | "stress"
  readonly unit: string
  /** From the internal unit. */
  readonly scale: number
}

/** The properties as people read their errors. */
export const shownProperties: readonly ShownProperty[] = [
  { own: "energy", shown: "energy", unit: "meV/atom", scale: 1000 },
  { own: "forces", shown: "force", unit: "meV/Å", scale: 1000 },
  { own: "stress", shown: "stress", unit: "GPa", scale: 1 / gigapascal },
]
