import type { Structure } from "../../atoms/structure.ts"

/** Energies and forces of one system whose atoms move. */
export interface ForceEngine {
  /** [Å] */
  readonly cutoff: number
  /**
   * Energy, forces and virial of a structure; a sequence of structures with the same atoms shares its neighbour list. The arrays
   * are the engine's own and hold until the next call.
   */
  evaluate(structure: Structure): Forces
  /** How often the neighbour list was made. */
  rebuilds(): number
  /** Makes the next evaluation find neighbours anew, so that it depends on that structure and on nothing before. */
  forget(): void
  /** Gives the memory back, that of the terms too, and ends its other threads. */
  release(): void
}

/** What an engine says of one structure. */
export interface Forces {
  /** [eV] */
  readonly energy: number
  /** `[3N]` [eV/Å] */
  readonly forces: Float64Array
  /** W = Σ r⊗f, Voigt xx yy zz yz xz xy [eV]. */
  readonly virial: Float64Array
  /** [Å³]; 0 without a cell. */
  readonly volume: number
}
