import type { StressAse } from "../units/stress.ts"

/** Three lattice vectors as the rows of a 3×3 matrix, packed `[ax ay az bx by bz cx cy cz]` [Å]. */
export type Cell = Float64Array

/** Which lattice directions repeat. */
export type Periodicity = readonly [boolean, boolean, boolean]

/** Atoms in space: what a potential needs to know of a frame. */
export interface Structure {
  /** Atomic numbers, `[N]`. */
  readonly numbers: Int32Array
  /** Cartesian positions, packed `xyz`, `[3N]` [Å]. */
  readonly positions: Float64Array
  /** `null` for an isolated cluster; then no direction is periodic. */
  readonly cell: Cell | null
  readonly pbc: Periodicity
}

/** Multipliers of the statistical weight (1/σ²) of one configuration's data; 1 unless the data file says otherwise. */
export interface PropertyWeights {
  readonly energy: number
  readonly forces: number
  readonly stress: number
}

/** Where a frame came from; `frame` counts from 0, `line` from 1. */
export interface Origin {
  readonly file: string
  readonly frame: number
  readonly line?: number
}

/** A structure with its reference labels; an absent label is unknown, never zero. */
export interface Configuration {
  readonly structure: Structure
  /** Total energy [eV]. */
  readonly energy?: number
  /** `[3N]` [eV/Å]; a NaN component is unknown and masked. */
  readonly forces?: Float64Array
  /** Voigt xx yy zz yz xz xy, positive in tension [eV/Å³]. */
  readonly stress?: StressAse
  /** The `config_type` of the field: the unit of weights, errors and σ. */
  readonly group: string
  readonly weights: PropertyWeights
  readonly origin: Origin
  /** Other key–value pairs of the frame, kept for writing back. */
  readonly info?: Readonly<Record<string, string>>
}
