import type { Structure } from "../../atoms/structure.ts"
import type { Potential } from "../../potentials/potential.ts"

/** One potential, one θ and one structure: what each check is asked about. */
export interface Subject {
  readonly potential: Potential
  readonly theta: Float64Array
  readonly structure: Structure
  /** Such as `crystal 3 (seed 17)`, for messages. */
  readonly name: string
  /** Largest error of a derivative relative to the largest one of its kind. */
  readonly tolerance: number
  readonly random: () => number
}

/** Component k of packed `xyz`: `force on atom 3 along y`. */
export function componentName(what: string, k: number): string {
  return `${what} on atom ${Math.floor(k / 3)} along ${"xyz"[k % 3]}`
}

/** Component k in Voigt order. */
export function voigtName(k: number): string {
  return ["xx", "yy", "zz", "yz", "xz", "xy"][k]
}
