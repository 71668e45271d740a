/** One `pair_coeff` of a style. */
export type LammpsCoefficients =
  /** For one pair of elements, in either order. */
  | { readonly elements: readonly [string, string]; readonly text: string }
  /** For all types at once: behind `text` comes the symbol of each type, or `NULL` for an element that is not `among` these. */
  | { readonly among: readonly string[]; readonly text: string }

/** One pair style of LAMMPS and what it is told, in `units metal`. */
export interface LammpsTerm {
  /** Such as `lj/cut`, `eam/alloy`, `table`. */
  readonly style: string
  /** What follows the style in `pair_style`, such as a global cutoff; may be empty. */
  readonly settings: string
  /** Files that `text` names are words of it, by their names in the model. */
  readonly coefficients: readonly LammpsCoefficients[]
  /** Arguments of a `pair_modify` for this style, such as `shift yes`. */
  readonly modify?: string
}

/** A potential in LAMMPS's own terms: the sum of its pair styles (one style may stand there more than once), and the files they read. */
export interface LammpsModel {
  readonly terms: readonly LammpsTerm[]
  /** Contents by file name. */
  readonly files: Readonly<Record<string, string>>
  /** Charges of atoms by symbol [e], for styles that find them there; of other elements 0. */
  readonly charges?: Readonly<Record<string, number>>
  /** Argument of `kspace_style`, such as `ewald 1e-8`. */
  readonly kspace?: string
  /** Whether LAMMPS evaluates the same formula, rather than a table of it. */
  readonly exact: boolean
  /** Where the files can do less than the potential, a sentence each. */
  readonly warnings: readonly string[]
}

/** Capability of a potential that LAMMPS can run. */
export interface WithLammps {
  /** @throws Failure when no style of LAMMPS can represent it. */
  lammps(theta: Float64Array): LammpsModel
}

/** Whether a potential says itself how LAMMPS runs it. */
export function hasLammps(potential: object): potential is WithLammps {
  return "lammps" in potential
}
