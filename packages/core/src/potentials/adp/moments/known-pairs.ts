import type { Graph } from "../../../graph/graph.ts"
import { speciesPair, type PairSegments } from "../../../graph/pair-segments.ts"

/** Pairs `start` to `end − 1` of the half graph, whose functions have the number `pair`. */
export interface KnownPairs {
  readonly pair: number
  readonly start: number
  readonly end: number
}

/**
 * The pairs of a structure between elements that the potential knows.
 *
 * @param species the potential's number of each element of the graph, −1 for one it does not know
 * @param count how many elements the potential knows
 */
export function knownPairs(half: PairSegments, graph: Graph, s: number, species: readonly number[], count: number): readonly KnownPairs[] {
  const known: KnownPairs[] = []
  const elements = graph.elements.length
  for (let a = 0; a < elements; a++) {
    for (let b = a; b < elements; b++) {
      if (species[a] < 0 || species[b] < 0) continue
      const segment = s * half.pairs + speciesPair(a, b, elements)
      const [start, end] = [half.offsets[segment], half.offsets[segment + 1]]
      if (end > start) known.push({ pair: speciesPair(species[a], species[b], count), start, end })
    }
  }
  return known
}
