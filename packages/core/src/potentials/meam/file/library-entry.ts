import type { Lattice } from "../model/lattice.ts"

/** One element of a MEAM library file of LAMMPS (https://docs.lammps.org/pair_meam.html). */
export interface LibraryEntry {
  /** Such as `Si97`: not always a chemical symbol. */
  readonly name: string
  readonly lattice: Lattice
  /** First neighbours of the reference structure, as written. */
  readonly neighbours: number
  readonly atomicNumber: number
  /** [amu] */
  readonly mass: number
  /** α of the Rose equation, √(9ΩB/E_c). */
  readonly alpha: number
  /** Decays β⁽⁰⁾ … β⁽³⁾ of the atomic densities, in units of 1/rₑ. */
  readonly beta: readonly [number, number, number, number]
  /** Lattice constant of the reference structure [Å]. */
  readonly latticeConstant: number
  /** E_c [eV] */
  readonly cohesiveEnergy: number
  /** A of the embedding energy A E_c ρ̄ ln ρ̄. */
  readonly embedding: number
  /** Weights t⁽⁰⁾ … t⁽³⁾ of the partial densities; the first is always 1 to LAMMPS. */
  readonly weights: readonly [number, number, number, number]
  /** Scale of the atomic densities. */
  readonly density: number
  /** Which function G(Γ) combines the partial densities. */
  readonly combination: number
}
