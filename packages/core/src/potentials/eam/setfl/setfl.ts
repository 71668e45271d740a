import type { EamStyle } from "../functions.ts"

/** One element of a setfl file. */
export interface SetflElement {
  readonly symbol: string
  readonly atomicNumber: number
  /** [amu] */
  readonly mass: number
  /** [Å] */
  readonly latticeConstant: number
  /** Such as `fcc`. */
  readonly lattice: string
  /** F at ρ = 0, Δρ, … [eV], `[densityCount]`. */
  readonly embedding: Float64Array
  /**
   * Density that this element gives, at r = 0, Δr, …: one block for neighbours of every element (`alloy`), or one for each
   * receiving element in the file's order (`fs`); `[radiusCount]` each.
   */
  readonly densities: readonly Float64Array[]
}

/** The numbers of a DYNAMO setfl file, as LAMMPS `eam/alloy` and `eam/fs` read it (https://docs.lammps.org/pair_eam.html). */
export interface Setfl {
  readonly style: EamStyle
  readonly comments: readonly [string, string, string]
  readonly elements: readonly SetflElement[]
  readonly densityCount: number
  readonly densityStep: number
  readonly radiusCount: number
  /** [Å] */
  readonly radiusStep: number
  /** [Å] */
  readonly cutoff: number
  /** r φ [eV Å], rows of the lower triangle: (0,0), (1,0), (1,1), (2,0), …; `[radiusCount]` each. */
  readonly pairs: readonly Float64Array[]
}

/** Number in `Setfl.pairs` of elements a and b. */
export function setflPair(a: number, b: number): number {
  const high = Math.max(a, b)
  return (high * (high + 1)) / 2 + Math.min(a, b)
}
