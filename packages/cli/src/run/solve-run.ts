import {
  assembleFit,
  assemblingState,
  Failure,
  joinStatistics,
  loadStatistics,
  saveStatistics,
  solveFit,
  type Executor,
  type FitState,
  type LinearFit,
  type LinearStatistics,
  type SavedStatistics,
  type StatisticsStore,
} from "@luthier/core"
import type { RestingExecutor } from "../executors/threads.ts"
import type { Artefacts } from "./artefacts.ts"
import { checkpointWriter } from "./checkpoint.ts"
import type { Interruption } from "./interruption.ts"
import type { Log } from "./log.ts"
import type { PreparedRun } from "./prepare.ts"
import { addProgress, progressLine } from "./progress.ts"
import { removeLeftovers, statisticsFolder } from "./statistics-folder.ts"

/** A linear fit in its run folder, and when its data had been read. */
export interface SolvedRun {
  readonly linear: LinearFit
  readonly statistics: LinearStatistics
  readonly assembled: number
}

/** The state that a linear run begins with; from it on, every shard that is done is kept. */
export async function beginAssembly({ fit, inputs }: PreparedRun, artefacts: Artefacts): Promise<void> {
  const checkpoints = checkpointWriter(artefacts, inputs)
  await checkpoints.take(assemblingState(fit))
  await checkpoints.save()
}

/**
 * Turns the data of a linear fit into statistics in the run's folder, shard by shard, and solves it from them. Shards and statistics
 * that are there already are taken as they are. @throws Interrupted when the user stops it; what is done is kept.
 */
export async function solveRun(
  prepared: PreparedRun,
  { executor, interruption, log }: { executor: RestingExecutor; interruption: Interruption; log: Log },
  artefacts: Artefacts,
  from: FitState | undefined,
): Promise<SolvedRun> {
  const { fit, inputs } = prepared
  await removeLeftovers(artefacts.statistics)
  const store = statisticsFolder(artefacts.statistics)
  const { statistics } = (await loadStatistics(store)) ?? (await interruption.during(assemble(prepared, executor, store, log)))
  const assembled = performance.now()
  // Nothing is for them to do until the fit is solved, which takes the memory that they hold.
  await executor.rest()
  log.progress(`solving for ${statistics.columns.length} unknowns`)
  const linear = await interruption.during(
    solveFit(fit, statistics, store, {
      executor,
      onPass: (pass, { done, shards }) => log.progress(`weighing outliers, pass ${pass}: ${done} of ${shards} parts of the data`),
    }),
  )
  const checkpoints = checkpointWriter(artefacts, inputs)
  await checkpoints.take(linear.state)
  if (from?.stage !== "finished") log.progress(progressLine(linear.state))
  await addProgress(artefacts.progress, linear.state)
  return { linear, statistics, assembled }
}

async function assemble(prepared: PreparedRun, executor: Executor, store: StatisticsStore, log: Log): Promise<SavedStatistics> {
  const { fit, source, earlier } = prepared
  const before = earlier?.saved.statistics
  for (const { piece } of before?.pieces ?? []) await copyPiece(earlier!.store, store, piece)
  // Names of pieces that are there already are not used again.
  const prefix = before ? `${before.pieces.length}-` : ""
  const added = await assembleFit(fit, executor, {
    ...(before && { theta: before.theta, folds: before.folds }),
    store,
    prefix,
    onProgress: ({ done, shards }) => log.progress(`assembling: ${done} of ${shards} parts of the data`),
  })
  const saved = { statistics: before ? joinStatistics(before, added) : added, source }
  await saveStatistics(store, saved)
  return saved
}

async function copyPiece(from: StatisticsStore, to: StatisticsStore, piece: string): Promise<void> {
  const bytes = await from.read(piece)
  if (!bytes)
    throw new Failure(`the statistics of the earlier run are not complete: ${piece} is missing`, { advice: "fit anew from the data" })
  await to.write(piece, bytes)
}
