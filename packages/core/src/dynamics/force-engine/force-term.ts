import type { Team } from "../../kernels/team.ts"
import type { Built } from "../neighbour-list/rebuild.ts"

/** What a force term is handed: one thread's part of the pairs, and where forces go. */
export interface Share {
  readonly built: Built
  /** Forces on the atoms and ghosts that the part touches, `[4 × (all + 1)]` [eV/Å]. */
  readonly f: Float64Array
  readonly team: Team
  /** The first of the term's own two places for numbers that it tells the other threads. */
  readonly place: number
}

/** One part of the energy of a system of moving atoms, evaluated on a half neighbour list. */
export interface ForceTerm {
  /** How far it looks [Å]. */
  readonly cutoff: number
  /** What is done one after the other; between two stages threads wait for each other. Each adds forces and returns energy [eV]. */
  readonly stages: readonly ((share: Share) => number)[]
  /** Gives its memory back. */
  release(): void
}

/** Pairs of a centre of species a and a neighbour of species b, as kernels take them: number of centres and pointer to the first. */
export function centresOf({ members, firstMember }: Built, a: number): [number, number] {
  return [firstMember[a + 1] - firstMember[a], members.byteOffset + 4 * firstMember[a]]
}
