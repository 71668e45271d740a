import { SpecFailure } from "../../../failure/failure.ts"
import type { DataStatistics } from "../../resolve/data-statistics.ts"
import { ofPair, resolvedElements, rounded, typicalNeighbour } from "../../resolve/scale.ts"
import { expectedTime } from "../cost.ts"
import type { AceSpec } from "./ace-schema.ts"
import { resolveCore } from "./core-spec.ts"
import { meanCohesion } from "./mean-cohesion.ts"
import { completePairs } from "./pair-lengths.ts"
import { functionsOfSize, largestLimits } from "./sizes.ts"

/** Cutoffs left to the data are this multiple of the nearest-neighbour distance of close packing at the data's volume. */
const CUTOFF_IN_NEIGHBOURS = 1.8

/** Functions flatten below this part of the shortest distance in the data. */
export const BELOW_SHORTEST = 0.97

/** Pairs that never meet in the data are taken to come no closer than this part of their typical distance. */
const UNSEEN = 0.8

/** Crystals are denser than the data below this part of the median volume. */
const DENSE = 0.75

/** A spec with elements, degrees, cutoff, radii and core in numbers. @throws SpecFailure for keys that contradict each other. */
export function resolveAce(spec: AceSpec, statistics: DataStatistics): AceSpec {
  demandOneSize(spec)
  const elements = resolvedElements(spec.elements, statistics)
  const typical = typicalNeighbour(statistics)
  const cutoff = spec.cutoff === "auto" ? Math.round(100 * CUTOFF_IN_NEIGHBOURS * typical) / 100 : spec.cutoff
  const nearest = (first: string, second: string): number => ofPair(statistics.nearestNeighbour, first, second) ?? typical
  const neighbour = completePairs(spec.radial.neighbour, elements, (a, b) => rounded(Math.min(nearest(a, b), 0.7 * cutoff), 4), [
    "radial",
    "neighbour",
  ])
  const shortest = completePairs(
    spec.radial.shortest,
    elements,
    (a, b) => rounded(BELOW_SHORTEST * Math.min(ofPair(statistics.minimumDistance, a, b) ?? UNSEEN * nearest(a, b), nearest(a, b)), 4),
    ["radial", "shortest"],
  )
  const { kind, lWeight, order, degree, smoothness, compression } = spec
  const volume = statistics.volumePerAtom ?? typical ** 3 / Math.SQRT2
  return {
    kind,
    elements,
    degree: degree === undefined ? chosenDegrees(spec, elements.length, cutoff, typical) : degree,
    ...(typeof degree === "number" && { order: order ?? 4 }),
    lWeight,
    cutoff,
    core: resolveCore(spec.core, elements, shortest, cutoff, statistics),
    radial: { ...spec.radial, neighbour, shortest },
    smoothness,
    compression: {
      volume: compression.volume === "auto" ? rounded(DENSE * volume, 4) : compression.volume,
      energy: compression.energy === "auto" ? rounded(meanCohesion(elements), 4) : compression.energy,
    },
  }
}

function demandOneSize({ size, timePerAtom, order, degree }: AceSpec): void {
  const given = [size !== undefined && "size", timePerAtom !== undefined && "timePerAtom", degree !== undefined && "degree"].filter(
    (key) => key !== false,
  )
  if (given.length > 1) {
    throw new SpecFailure(`${given.join(" and ")} each choose the basis`, { path: [given[1]], advice: "give one of them" })
  }
  if (order !== undefined && typeof degree !== "number") {
    throw new SpecFailure("the order goes with one degree for all orders", { path: ["order"], advice: "give `degree` as one number" })
  }
}

function chosenDegrees(spec: AceSpec, speciesCount: number, cutoff: number, typical: number): readonly number[] {
  const { timePerAtom, size = "medium", lWeight } = spec
  const limits = largestLimits(speciesCount, lWeight, (trial, functions) =>
    timePerAtom === undefined
      ? functions <= 1.05 * functionsOfSize[size]
      : functions <= 1.5 * functionsOfSize.large && expectedTime(trial, speciesCount, cutoff, typical) <= timePerAtom,
  )
  return limits.degrees
}
