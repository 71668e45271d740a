import type { Built } from "../neighbour-list/rebuild.ts"

/** One part of the energy of a system of moving atoms, evaluated on a half neighbour list. */
export interface ForceTerm {
  /** How far it looks [Å]. */
  readonly cutoff: number
  /** Adds forces on atoms and ghosts to `f`, `[4 × (all + 1)]` [eV/Å], and returns the energy [eV]. */
  add(built: Built, f: Float64Array): number
  /** Gives its memory back. */
  release(): void
}

/** Pairs of a centre of species a and a neighbour of species b, as kernels take them: number of centres and pointer to the first. */
export function centresOf({ members, firstMember }: Built, a: number): [number, number] {
  return [firstMember[a + 1] - firstMember[a], members.byteOffset + 4 * firstMember[a]]
}
