/** One pair style of LAMMPS and what it is told, in `units metal`. */
export interface LammpsTerm {
  /** Such as `lj/cut`, `eam/alloy`, `table`. */
  readonly style: string
  /** What follows the style in `pair_style`, such as a global cutoff; may be empty. */
  readonly settings: string
  /** One `pair_coeff` each: for one pair of elements, or (`all`) for all types at once, when the elements' symbols are put behind `text`. */
  readonly coefficients: readonly { readonly elements: readonly [string, string] | "all"; readonly text: string }[]
  /** Arguments of a `pair_modify` for this style, such as `shift yes`. */
  readonly modify?: string
}

/** A potential in LAMMPS's own terms: the sum of its pair styles, and the files they read. */
export interface LammpsModel {
  readonly terms: readonly LammpsTerm[]
  /** Contents by file name. */
  readonly files: Readonly<Record<string, string>>
  /** Whether LAMMPS evaluates the same formula, rather than a table of it. */
  readonly exact: boolean
}

/** Capability of a potential that LAMMPS can run. */
export interface WithLammps {
  /** @throws Failure when no style of LAMMPS can represent it. */
  lammps(theta: Float64Array): LammpsModel
}
