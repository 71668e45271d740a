/** How the radii of a table file are spaced: as listed, evenly in r, evenly in r², or by the bits of r². */
export type TableSpacing = "listed" | "R" | "RSQ" | "BITMAP"

/** One section of a LAMMPS `pair_style table` file, in units metal. */
export interface LammpsTable {
  readonly keyword: string
  readonly spacing: TableSpacing
  /** Increasing, `[N]` [Å]. */
  readonly radii: Float64Array
  /** `[N]` [eV] */
  readonly energies: Float64Array
  /** F = −dE/dr, `[N]` [eV/Å] */
  readonly forces: Float64Array
  /** dF/dr at the first and last radius [eV/Å²], where the file gives them (`FPRIME`). */
  readonly slopes?: readonly [number, number]
}
