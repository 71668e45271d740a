import type { Structure } from "../../../atoms/structure.ts"
import { NeighbourList } from "../../../dynamics/neighbour-list/neighbour-list.ts"
import type { Built } from "../../../dynamics/neighbour-list/rebuild.ts"
import { Failure } from "../../../failure/failure.ts"
import { speciesPair } from "../../../graph/pair-segments.ts"
import { bulkVolume } from "./bulk-volume.ts"
import { pairsOf, speciesIn } from "./species.ts"

/** g(r) of one pair of elements. */
export interface PairDistribution {
  /** Atomic numbers, ascending. */
  readonly elements: readonly [number, number]
  /** In each bin. */
  readonly g: readonly number[]
  /** How many atoms of the second element an atom of the first has out to the end of each bin. */
  readonly coordination: readonly number[]
}

/** What was found of how far atoms are from each other. */
export interface RadialDistributionRecord {
  readonly frames: number
  /** Mean of the volume [Å³]. */
  readonly volume: number
  /** Middles of the bins [Å]. */
  readonly r: readonly number[]
  /** Width of a bin [Å]. */
  readonly width: number
  /** Number of atoms of each element, by atomic number. */
  readonly counts: Readonly<Record<number, number>>
  readonly pairs: readonly PairDistribution[]
}

/** Counts distances, frame by frame. */
export interface RadialDistribution {
  /** @throws Failure for a cell that does not repeat in all directions */
  add(frame: Pick<Structure, "positions" | "cell" | "pbc">): void
  record(): RadialDistributionRecord
  /** Gives the memory of the neighbour list back. */
  release(): void
}

/** How far a list reaches beyond the cutoff [Å]. */
const SKIN = 1

/**
 * Radial distribution function of each pair of elements,
 *
 *     g_ab(r) = ⟨V n_ab⟩ / (N_a (N_b − δ_ab) 4π/3 (r₂³ − r₁³)),
 *
 * with n_ab the ordered pairs of an a and a b (images included) between r₁ and r₂. In any cell; its cutoff may reach beyond half of it.
 *
 * @param cutoff [Å]
 */
export function radialDistribution(options: {
  readonly numbers: Int32Array
  readonly cutoff: number
  readonly bins: number
}): RadialDistribution {
  const { numbers, cutoff, bins } = options
  if (!(Number.isSafeInteger(bins) && bins > 0)) throw new Failure(`${bins} is no number of bins`)
  const { elements, kinds, counts } = speciesIn(numbers)
  const list = new NeighbourList({ species: kinds, kinds: elements.length, cutoff, skin: SKIN })
  const pairs = pairsOf(elements.length)
  const width = cutoff / bins
  const found = new Float64Array(pairs.length * bins)
  const weighted = new Float64Array(pairs.length * bins)
  const frame = new Float64Array(pairs.length * bins)
  let frames = 0
  let volumes = 0
  return Object.freeze({
    add(structure: Pick<Structure, "positions" | "cell" | "pbc">): void {
      const volume = bulkVolume(structure)
      frame.fill(0)
      countPairs(list.update(structure), kinds, cutoff, bins, frame)
      for (let k = 0; k < frame.length; k++) {
        found[k] += frame[k]
        weighted[k] += volume * frame[k]
      }
      volumes += volume
      frames++
    },
    record(): RadialDistributionRecord {
      const shells = Float64Array.from({ length: bins }, (_, k) => ((4 * Math.PI) / 3) * width ** 3 * ((k + 1) ** 3 - k ** 3))
      return {
        frames,
        volume: volumes / frames,
        r: Array.from(shells, (_, k) => (k + 0.5) * width),
        width,
        counts: Object.fromEntries(elements.map((element, a) => [element, counts[a]])),
        pairs: pairs.map(([a, b], p) => {
          // Each pair was met once: twice as many ordered ones where both are of one element.
          const met = a === b ? 2 : 1
          const partners = a === b ? counts[b] - 1 : counts[b]
          let around = 0
          return {
            elements: [elements[a], elements[b]] as const,
            g: Array.from(shells, (shell, k) =>
              partners > 0 ? (met * weighted[p * bins + k]) / frames / (counts[a] * partners * shell) : 0,
            ),
            coordination: Array.from(shells, (_, k) => (around += (met * found[p * bins + k]) / frames / counts[a])),
          }
        }),
      }
    },
    release: () => list.release(),
  })
}

function countPairs(built: Built, kinds: Uint8Array, cutoff: number, bins: number, frame: Float64Array): void {
  const { atoms, x, offsets, list, order, kinds: count } = built
  const scale = bins / cutoff
  const limit = cutoff * cutoff
  for (let i = 0; i < atoms; i++) {
    const a = kinds[order[i]]
    const [px, py, pz] = [x[4 * i], x[4 * i + 1], x[4 * i + 2]]
    for (let b = 0; b < count; b++) {
      const first = speciesPair(a, b, count) * bins
      const end = offsets[i * count + b + 1]
      for (let k = offsets[i * count + b]; k < end; k++) {
        const j = 4 * list[k]
        const dx = x[j] - px
        const dy = x[j + 1] - py
        const dz = x[j + 2] - pz
        const square = dx * dx + dy * dy + dz * dz
        if (square < limit) frame[first + Math.min(Math.floor(Math.sqrt(square) * scale), bins - 1)]++
      }
    }
  }
}
