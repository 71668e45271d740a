import type { Structure } from "../../atoms/structure.ts"
import { PLACES, type Team } from "../../kernels/team.ts"

/** What an engine works out in a call: arrays in kernel memory that all threads of a team see. */
export interface Wanted {
  /** Positions are in kernel memory. */
  readonly structure: Structure
  /** Pointer to `[3N]` [eV/Å]; each thread writes the forces on its own atoms. */
  readonly forces: number
}

/** One thread's part of the energy and of the work. */
export interface PartOfEnergy {
  /** [eV] */
  energy: number
  /** W = Σ r⊗f, Voigt xx yy zz yz xz xy [eV]. */
  readonly virial: Float64Array
}

/** What one thread of a team does of a force engine's work; alone in its team, it does all. */
export interface EngineShare {
  /** [Å] */
  readonly cutoff: number
  /** Goes through the steps of one evaluation with the others of its team. */
  work(team: Team, wanted: Wanted, found: PartOfEnergy): void
  rebuilds(): number
  forget(): void
  release(): void
}

/** Places below this are for the steps of shares themselves, those up to `FOUND` for their terms. */
export const FIRST_TERM = 16
/** Energy and virial of each thread: the last seven places. */
export const FOUND: number = PLACES - 7

/** Tells the others what this thread has found. */
export function tellFound(team: Team, { energy, virial }: PartOfEnergy): void {
  team.tell(FOUND, energy)
  for (let k = 0; k < 6; k++) team.tell(FOUND + 1 + k, virial[k])
}

/** Whether all threads told a 1 at a place. */
export function everyoneSays(team: Team, place: number): boolean {
  for (let rank = 0; rank < team.size; rank++) if (team.told(rank, place) !== 1) return false
  return true
}
