import { cellVolume, inverse, timesMatrix } from "../../atoms/cell.ts"
import type { Structure } from "../../atoms/structure.ts"

/** How far atoms near a vacancy start towards it, in units of (volume per atom)^(1/3): an ideal hole may be metastable. */
const INWARD = 0.08

/** Displacements `[3N]` [Å] of atoms within two neighbour distances towards a place, less for farther ones; none of an atom that is there. */
export function towardsHole({ positions, cell }: Structure, place: ArrayLike<number>): Float64Array {
  const push = new Float64Array(positions.length)
  if (cell === null) return push
  const spacing = Math.cbrt((3 * cellVolume(cell)) / positions.length)
  const away = timesMatrix(
    timesMatrix(
      positions.map((value, k) => place[k % 3] - value),
      inverse(cell),
    ).map((value) => value - Math.round(value)),
    cell,
  )
  for (let i = 0; i < positions.length; i += 3) {
    const distance = Math.hypot(away[i], away[i + 1], away[i + 2])
    if (distance < 1e-6 * spacing || distance > 2 * spacing) continue
    for (let c = 0; c < 3; c++) push[i + c] = (INWARD * spacing ** 3 * away[i + c]) / distance ** 3
  }
  return push
}
