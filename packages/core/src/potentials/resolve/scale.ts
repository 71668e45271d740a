import { symbolOf } from "../../atoms/elements.ts"
import { SpecFailure } from "../../failure/failure.ts"
import type { PairScale } from "../forms/form.ts"
import { elementNumbers } from "../spec/element-list.ts"
import { packedDistance, type DataStatistics } from "./data-statistics.ts"

/** Cutoffs left to the data are this multiple of the nearest-neighbour distance: between the fifth and the sixth shell of fcc. */
const CUTOFF_IN_NEIGHBOURS = 2.4

/** Symbols for `elements: auto`. @throws SpecFailure for an unknown symbol, or one given twice. */
export function resolvedElements(elements: readonly string[] | "auto", statistics: DataStatistics): readonly string[] {
  return elementNumbers(elements === "auto" ? statistics.elements.map(symbolOf) : elements).map(symbolOf)
}

/** A statistic of a pair of elements, whichever way round its label is written. */
export function ofPair(table: Readonly<Record<string, number>>, first: string, second: string): number | undefined {
  return table[`${first}-${second}`] ?? table[`${second}-${first}`]
}

/** Typical nearest-neighbour distance of the data as a whole [Å]: that of close packing at the median volume, else the median seen. */
export function typicalNeighbour(statistics: DataStatistics): number {
  if (statistics.volumePerAtom !== undefined) return packedDistance(statistics.volumePerAtom)
  const seen = Object.values(statistics.nearestNeighbour).toSorted((a, b) => a - b)
  if (seen.length > 0) return seen[(seen.length - 1) >> 1]
  throw new SpecFailure("the data hold no two atoms near each other, so that nothing can be told from them", {
    advice: "give cutoff and starting values as numbers",
  })
}

/** 2.4 × the typical nearest-neighbour distance, rounded to 0.01 Å. */
export function automaticCutoff(statistics: DataStatistics): number {
  return Math.round(100 * CUTOFF_IN_NEIGHBOURS * typicalNeighbour(statistics)) / 100
}

/** Sizes for the starting values of one pair. */
export function pairScale(statistics: DataStatistics, first: string, second: string): PairScale {
  const neighbour = ofPair(statistics.nearestNeighbour, first, second) ?? typicalNeighbour(statistics)
  return { neighbour, depth: Math.min(1, Math.max(1e-3, (statistics.energySpread ?? 0.2) / 2)) }
}

/** Rounds to `digits` significant digits, so that resolved configs are readable. */
export function rounded(value: number, digits = 6): number {
  return Number(value.toPrecision(digits))
}
