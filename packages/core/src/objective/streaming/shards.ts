import type { ConfigurationList } from "../../atoms/configuration-list.ts"
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
export function cutIntoShards(configurations: ConfigurationList, folds: Uint8Array, width: number): Shard[] {
  const limit = Math.max(ROWS, ROWS_PER_COLUMN * width)
  const groups = new Map<string, number[]>()
  const rowsOf: number[] = []
  for (const { group, structure } of configurations) {
    const members = groups.get(group) ?? []
    groups.set(group, members)
    members.push(rowsOf.length)
    rowsOf.push(observationLength(structure.numbers.length))
  }
  const order = [...groups.values()].flat()
  const shards: Shard[] = []
  for (const fold of new Set(folds.toSorted())) {
    let members: number[] = []
    let rows = 0
    for (const index of order) {
      if (folds[index] !== fold) continue
      members.push(index)
      rows += rowsOf[index]
      if (rows < limit) continue
      shards.push({ fold, members })
      members = []
      rows = 0
    }
    if (members.length > 0) shards.push({ fold, members })
  }
  return shards
}
