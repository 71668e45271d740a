import type { Transform } from "../parameters.ts"

/** Sizes from which a form takes its starting values. */
export interface PairScale {
  /** Typical distance of nearest neighbours of this pair [Å]. */
  readonly neighbour: number
  /** Typical depth of the well [eV]. */
  readonly depth: number
}

/** One parameter of a form. */
export interface FormParameter {
  readonly name: string
  readonly unit: string
  readonly lower: number
  readonly upper: number
  readonly transform: Transform
  readonly fixed?: boolean
  readonly doc: string
  /** The starting value for `auto`. */
  start(scale: PairScale): number
}

/** Values of a form's parameters by name. */
export type NamedValues = Readonly<Record<string, number>>

/** The LAMMPS pair styles (units metal) that compute a form exactly; their arguments are the same for all treatments. */
export interface LammpsPairStyle {
  /** The style for each cutoff treatment that LAMMPS has; `shift` is `pair_modify shift yes`. */
  readonly styles: { readonly none: string; readonly shift: string; readonly "force-shift"?: string }
  /** Arguments of `pair_style` before its cutoff; the same for all pairs, or the style does not apply. */
  settings(value: NamedValues): readonly number[]
  /** Arguments of `pair_coeff` between the atom types and the cutoff; `undefined` when these values have no equivalent. */
  coefficients(value: NamedValues): readonly number[] | undefined
}

/** A built-in pair energy φ(r) [eV] of r [Å], as a formula. */
export interface PairForm {
  readonly name: string
  readonly doc: string
  /** Where it comes from. */
  readonly source: string
  /** The formula, for atoms of atomic numbers a and b. */
  text(a: number, b: number): string
  readonly parameters: readonly FormParameter[]
  readonly lammps?: LammpsPairStyle
}
