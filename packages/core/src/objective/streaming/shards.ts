import type { Configuration } from "../../atoms/structure.ts"
import { observationLength } from "../../observables/observation.ts"

/** A part of the data that one thread turns into triangles in one go, and that is kept when the run is interrupted. */
export interface Shard {
  readonly fold: number
  /** Indices of its configurations, groups one after the other. */
  readonly members: readonly number[]
}

/** Rows of a shard at least, so that saving it is worth its while. */
const ROWS = 20_000

/** Rows of a shard for each column: putting its triangles together then costs a small part of making them. */
const ROWS_PER_COLUMN = 16

/**
 * Cuts the data into shards of one fold each. The cut depends on data, folds and the number of columns alone, never on threads, so that
 * what is summed in the order of the shards is the same everywhere.
 */
export function cutIntoShards(configurations: readonly Configuration[], folds: Uint8Array, width: number): Shard[] {
  const limit = Math.max(ROWS, ROWS_PER_COLUMN * width)
  const groups = [...Map.groupBy(configurations.keys(), (index) => configurations[index].group).values()]
  const shards: Shard[] = []
  for (const fold of new Set(folds.toSorted())) {
    let members: number[] = []
    let rows = 0
    for (const index of groups.flat()) {
      if (folds[index] !== fold) continue
      members.push(index)
      rows += observationLength(configurations[index].structure.numbers.length)
      if (rows < limit) continue
      shards.push({ fold, members })
      members = []
      rows = 0
    }
    if (members.length > 0) shards.push({ fold, members })
  }
  return shards
}
