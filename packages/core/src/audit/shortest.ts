import { minimumDistances, pairName } from "../atoms/distances.ts"
import type { DataSet } from "./finding.ts"

/** Shortest distance of every element pair over all structures, such as `Cu-Cu` [Å]. */
export function shortestDistances(sets: readonly DataSet[]): Readonly<Record<string, number>> {
  const shortest: Record<string, number> = {}
  for (const { configurations } of sets) {
    for (const { structure } of configurations) {
      for (const { elements, distance } of minimumDistances(structure)) {
        const pair = pairName(elements)
        if (!(shortest[pair] <= distance)) shortest[pair] = distance
      }
    }
  }
  return shortest
}
