import type { Potential } from "../potential.ts"

/** A pair function as LAMMPS (units metal) computes it exactly. */
export interface LammpsFunction {
  readonly style: string
  /** Arguments of `pair_style`; pairs of one style must agree in them. */
  readonly settings: readonly number[]
  /** Arguments of `pair_coeff` after the two atom types. */
  readonly coefficients: readonly number[]
  /** `pair_modify shift yes` */
  readonly shift: boolean
}

/** Capability of a potential that is a sum over pairs of atoms. */
export interface WithPairs {
  readonly pairs: readonly PairOfElements[]
}

/** The energy φ(r) of one pair of elements. */
export interface PairOfElements {
  /** Atomic numbers. */
  readonly elements: readonly [number, number]
  /** `Ne-Xe` */
  readonly label: string
  /** [Å] */
  readonly cutoff: number
  /** The exact LAMMPS equivalent for these parameters (of the whole potential), if there is one; else it must be tabulated. */
  lammps(theta: Float64Array): LammpsFunction | undefined
}

/** Whether a potential is a sum over pairs. */
export function hasPairs(potential: Potential): potential is Potential & WithPairs {
  return "pairs" in potential
}
