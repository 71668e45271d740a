import { Failure } from "../failure/failure.ts"
import type { Frame } from "./frame.ts"

/** How the atoms of one structure are counted into bins. */
export interface BinGrid {
  /** Bins along each direction of the frame. */
  readonly counts: readonly [number, number, number]
  /** Bins to look at on each side of an atom's own. */
  readonly reach: readonly [number, number, number]
  /** First fractional coordinate and bins per unit of it, for each direction. */
  readonly low: readonly [number, number, number]
  readonly scale: readonly [number, number, number]
}

/** Images of one atom in one direction that an edge can name. */
const MOST_IMAGES = 500

/**
 * Bins about half a cutoff wide, wider where atoms are sparse, never more than a few times the atoms.
 *
 * @param reachLength cutoff and a guard of at least its billionth, which covers the rounding of bin edges [Å]
 * @param extent lowest and highest fractional coordinate of each direction that does not repeat, `[6]`
 * @throws Failure when the cutoff spans hundreds of cells.
 */
export function chooseBins(frame: Frame, atoms: number, reachLength: number, extent: Float64Array, index: number): BinGrid {
  const directions = [0, 1, 2] as const
  const spans = directions.map((d) => (frame.periodic[d] ? 1 : Math.max(0, extent[2 * d + 1] - extent[2 * d])))
  const lengths = directions.map((d) => spans[d] * frame.heights[d])
  const roomPerAtom = lengths.reduce((product, length) => product * Math.max(length, reachLength / 2), 1) / Math.max(atoms, 1)
  const width = Math.max(reachLength / 2, Math.cbrt(roomPerAtom))
  const counts = lengths.map((length) => Math.max(1, Math.floor(Math.min((length / width) * (1 - 1e-12), 1 << 20))))
  while (counts[0] * counts[1] * counts[2] > 4 * atoms + 8) {
    const most = counts.indexOf(Math.max(...counts))
    counts[most] = Math.ceil(counts[most] / 2)
  }
  const reach = directions.map((d) => {
    const bins = Math.ceil((reachLength * counts[d]) / Math.max(lengths[d], Number.MIN_VALUE) - 1e-10)
    return frame.periodic[d] ? bins : Math.min(bins, counts[d])
  })
  directions.forEach((d) => {
    if (reach[d] > MOST_IMAGES * counts[d]) {
      throw new Failure(
        `the cutoff spans more than ${MOST_IMAGES} cells of structure ${index}, which is ${frame.heights[d].toPrecision(3)} Å thin`,
        {
          advice: "use a smaller cutoff, or check the cell",
        },
      )
    }
  })
  return {
    counts: triple((d) => counts[d]),
    reach: triple((d) => reach[d]),
    low: triple((d) => (frame.periodic[d] ? 0 : extent[2 * d])),
    scale: triple((d) => (spans[d] > 0 ? counts[d] / spans[d] : 0)),
  }
}

function triple(value: (d: 0 | 1 | 2) => number): [number, number, number] {
  return [value(0), value(1), value(2)]
}
