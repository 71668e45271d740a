import { minimumDistances, pairName } from "./distances.ts"
import type { Configuration } from "./structure.ts"

/** Shortest distance of every pair of elements over all structures of some sets, such as `Cu-Cu` [Å]. */
export function shortestDistances(...sets: readonly Iterable<Configuration>[]): Readonly<Record<string, number>> {
  const shortest: Record<string, number> = {}
  for (const configurations of sets) {
    for (const { structure } of configurations) {
      for (const { elements, distance } of minimumDistances(structure)) {
        const pair = pairName(elements)
        if (!(shortest[pair] <= distance)) shortest[pair] = distance
      }
    }
  }
  return shortest
}
