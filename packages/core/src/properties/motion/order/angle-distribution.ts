import type { Structure } from "../../../atoms/structure.ts"
import { Failure } from "../../../failure/failure.ts"
import { buildGraph } from "../../../graph/build-graph.ts"
import { speciesPair } from "../../../graph/pair-segments.ts"
import { releaseGraph } from "../../../graph/release-graph.ts"
import { pairsOf, speciesIn } from "./species.ts"

/** Angles at atoms of one element between bonds to two others. */
export interface AngleDensity {
  /** Atomic numbers: of the centre, and of the two ends, ascending. */
  readonly centre: number
  readonly ends: readonly [number, number]
  /** Per degree, in each bin: their integral is 1, or all are 0 where no such angle was met. */
  readonly density: readonly number[]
  /** Angles met, per frame. */
  readonly perFrame: number
}

/** What was found of angles between bonds. */
export interface AngleDistributionRecord {
  readonly frames: number
  /** Middles of the bins [degree]. */
  readonly angle: readonly number[]
  readonly triples: readonly AngleDensity[]
}

/** Counts angles, frame by frame. */
export interface AngleDistribution {
  add(frame: Pick<Structure, "positions" | "cell" | "pbc">): void
  record(): AngleDistributionRecord
}

/**
 * Distribution of the angles j–i–k of atoms j, k bonded to i. Directions that know nothing of each other have sin θ/2.
 *
 * @param cutoffs how long bonds between two elements are at most [Å], for each pair of elements present in the order of `speciesPair`
 * @throws Failure for cutoffs that do not fit
 */
export function angleDistribution(options: {
  readonly numbers: Int32Array
  readonly cutoffs: readonly number[]
  readonly bins: number
}): AngleDistribution {
  const { numbers, cutoffs, bins } = options
  const { elements } = speciesIn(numbers)
  const count = elements.length
  const pairs = pairsOf(count)
  if (cutoffs.length !== pairs.length || !cutoffs.every((cutoff) => cutoff >= 0)) {
    throw new Failure(`${pairs.length} pairs of elements need as many lengths of bonds, not ${cutoffs.length}`)
  }
  const found = new Float64Array(count * pairs.length * bins)
  let frames = 0
  return Object.freeze({
    add(frame: Pick<Structure, "positions" | "cell" | "pbc">): void {
      const graph = buildGraph([{ ...frame, numbers }], elements, Math.max(...cutoffs))
      const { centres, neighbours, distances, vectors, species } = graph
      for (let i = 0; i < numbers.length; i++) {
        const own = species[i]
        for (let m = centres[i]; m < centres[i + 1]; m++) {
          const a = species[neighbours[m]]
          if (distances[m] >= cutoffs[speciesPair(own, a, count)]) continue
          for (let n = m + 1; n < centres[i + 1]; n++) {
            const b = species[neighbours[n]]
            if (distances[n] >= cutoffs[speciesPair(own, b, count)]) continue
            const dot = vectors[3 * m] * vectors[3 * n] + vectors[3 * m + 1] * vectors[3 * n + 1] + vectors[3 * m + 2] * vectors[3 * n + 2]
            const angle = Math.acos(Math.min(1, Math.max(-1, dot / (distances[m] * distances[n]))))
            found[(own * pairs.length + speciesPair(a, b, count)) * bins + Math.min(Math.floor((angle / Math.PI) * bins), bins - 1)]++
          }
        }
      }
      releaseGraph(graph)
      frames++
    },
    record(): AngleDistributionRecord {
      const width = 180 / bins
      const triples = elements.flatMap((centre, c) =>
        pairs.map(([a, b], p) => {
          const bin = found.subarray((c * pairs.length + p) * bins, (c * pairs.length + p + 1) * bins)
          const total = bin.reduce((sum, value) => sum + value, 0)
          return {
            centre,
            ends: [elements[a], elements[b]] as const,
            density: Array.from(bin, (value) => (total > 0 ? value / total / width : 0)),
            perFrame: frames > 0 ? total / frames : 0,
          }
        }),
      )
      return { frames, angle: Array.from({ length: bins }, (_, k) => (k + 0.5) * width), triples }
    },
  })
}
