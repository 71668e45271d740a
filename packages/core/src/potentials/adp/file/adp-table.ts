import type { Setfl } from "../../eam/setfl/setfl.ts"

/** The numbers of an ADP file of LAMMPS (https://docs.lammps.org/pair_adp.html): a setfl file with two more functions for each pair. */
export interface AdpTable {
  /** The embedded atoms, in style `alloy`. */
  readonly setfl: Setfl
  /** u [eV^½/Å] at r = 0, Δr, …, in the order of `setfl.pairs`; not times r. */
  readonly dipoles: readonly Float64Array[]
  /** w [eV^½/Å²], likewise. */
  readonly quadrupoles: readonly Float64Array[]
}
