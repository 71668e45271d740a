import type { Executor } from "../../kernels/executor.ts"
import type { Objective } from "../objective.ts"
import { assembleShards, forgetShards, type AssemblyProgress } from "./assemble.ts"
import { assignFolds, type FoldChoice } from "./folds.ts"
import { type LinearStatistics, shardSetup } from "./linear-statistics.ts"
import type { RowNoise } from "./shard-setup.ts"
import { cutIntoShards } from "./shards.ts"
import type { StatisticsStore } from "./statistics-store.ts"

/** Where the triangles of reweighed rows are kept. */
export interface ReweighOptions {
  readonly store: StatisticsStore
  readonly folds: FoldChoice
  readonly prefix: string
  readonly onProgress?: (progress: AssemblyProgress) => void
}

/**
 * Reads the data once more, in the same shards, with each row times √w of the noise. Pieces have the mean of ln w − w as `spread`.
 * A pass that was stopped goes on where it was.
 */
export async function reweighStatistics(
  objective: Objective,
  executor: Executor,
  statistics: LinearStatistics,
  noise: RowNoise,
  { store, folds, prefix, onProgress }: ReweighOptions,
): Promise<LinearStatistics> {
  const { configurations } = objective.setup
  const setup = { ...shardSetup(objective, statistics.theta), noise }
  const shards = cutIntoShards(configurations, assignFolds(configurations, folds), setup.width)
  const pieces = await assembleShards(setup, configurations, shards, executor, store, prefix, onProgress)
  await forgetShards(store, prefix, shards.length)
  return { ...statistics, pieces }
}
