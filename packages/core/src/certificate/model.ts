import type { Potential } from "../potentials/potential.ts"

/** A potential at its parameters. */
export interface Model {
  readonly potential: Potential
  /** `[K]` */
  readonly theta: Float64Array
}
