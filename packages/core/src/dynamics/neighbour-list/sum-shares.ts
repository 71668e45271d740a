import { kernels } from "../../kernels/kernels.ts"
import type { Team } from "../../kernels/team.ts"
import type { Built } from "./rebuild.ts"
import type { Room } from "./room.ts"

/** Where each thread tells what its list touches: four places. */
const TOUCHED = 0

/** Tells the others which atoms and ghosts this thread's pairs touch. */
export function tellTouched(team: Team, { touched }: Built): void {
  team.tell(TOUCHED, touched.first)
  team.tell(TOUCHED + 1, touched.end)
  team.tell(TOUCHED + 2, touched.firstGhost)
  team.tell(TOUCHED + 3, touched.endGhost)
}

/**
 * For this thread's own atoms, the sum of what all threads have for them and for the ghosts that repeat them, in the order of the
 * threads: always the same bits. A thread that is alone sums in its own array.
 *
 * @param place where each thread told the pointer of its array, one number an atom or ghost, or four
 * @param own this thread's array
 * @param room for the sums of several threads
 */
export function sumShares(team: Team, built: Built, place: number, width: 1 | 4, own: Float64Array, room: Room): Float64Array {
  const { from, to, firstOwnGhost, endOwnGhost, atoms, touched, owner } = built
  const { exports } = kernels()
  const [add, fold] = [exports["addNumbers"]!, exports[width === 1 ? "foldDensities" : "foldForces"]!]
  if (team.size === 1) {
    fold(touched.firstGhost, touched.endGhost, atoms, owner.byteOffset, own.byteOffset, own.byteOffset)
    return own
  }
  const sums = room.f64(`sums of ${width}`, width * (atoms + 1))
  sums.fill(0, width * from, width * to)
  for (let rank = 0; rank < team.size; rank++) {
    const first = Math.max(from, team.told(rank, TOUCHED))
    const end = Math.min(to, team.told(rank, TOUCHED + 1))
    add(width * first, width * end, team.told(rank, place), sums.byteOffset)
  }
  for (let rank = 0; rank < team.size; rank++) {
    const first = Math.max(firstOwnGhost, team.told(rank, TOUCHED + 2))
    const end = Math.min(endOwnGhost, team.told(rank, TOUCHED + 3))
    fold(first, end, atoms, owner.byteOffset, team.told(rank, place), sums.byteOffset)
  }
  return sums
}
