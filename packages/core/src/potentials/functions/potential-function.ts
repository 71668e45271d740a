import type { Potential } from "../potential.ts"
import type { RadialFunction } from "./radial.ts"

/** One of the functions of one variable that make up a potential, for plots, tables and exports. */
export interface PotentialFunction {
  /** Such as `pair.Ne-Xe` or `embedding.Cu`; the keys of its parameters begin with it. */
  readonly name: string
  readonly role: "pair" | "density" | "embedding" | "dipole" | "quadrupole"
  /** Atomic numbers it belongs to. */
  readonly elements: readonly number[]
  readonly radial: RadialFunction
  /** Its parameters are θ[offset] to θ[offset + radial.parameters.length − 1]. */
  readonly offset: number
  readonly argument: { readonly name: string; readonly unit: string }
  readonly value: { readonly name: string; readonly unit: string }
}

/** Capability of a potential whose functions can be shown one by one. */
export interface WithFunctions {
  readonly functions: readonly PotentialFunction[]
}

/** Whether the functions of a potential can be shown. */
export function hasFunctions(potential: Potential): potential is Potential & WithFunctions {
  return "functions" in potential
}
