import type { Configuration } from "../atoms/structure.ts"
import type { Executor } from "../kernels/executor.ts"
import type { Baseline } from "../observables/baseline.ts"
import { type ErrorTable, errorTable, type GroupedErrors, mergeErrors } from "../observables/errors.ts"
import type { PotentialSpec } from "../potentials/potential.ts"
import { cutIntoChunks } from "./chunks.ts"
import { type ChunkTask, objectiveJobs } from "./jobs.ts"
import type { DataSetup } from "./setup.ts"

/** Atoms predicted together at least. */
const CHUNK_ATOMS = 600

/** A data set to be predicted; graphs are not kept unless `graphBytes` allows it. */
export function createDataSetup(
  potential: PotentialSpec,
  configurations: readonly Configuration[],
  baseline: Baseline,
  graphBytes: number = 0,
): DataSetup {
  return { potential, configurations, chunks: cutIntoChunks(configurations, CHUNK_ATOMS), baseline, graphBytes }
}

/**
 * Predicted observations of every configuration, in order: `3n + 7` numbers each, energy per atom [eV/atom], forces [eV/Å], stress
 * [eV/Å³]; `theta` is that of potential and baseline together.
 */
export async function predictData(setup: DataSetup, theta: Float64Array, executor: Executor): Promise<Float64Array[]> {
  const parts = await executor.map<ChunkTask, Float64Array[]>(objectiveJobs.predict, setup, chunkTasks(setup, theta))
  return parts.flat()
}

/** Errors of every labelled datum, by group and property, without keeping predictions. */
export async function measureErrors(setup: DataSetup, theta: Float64Array, executor: Executor): Promise<ErrorTable> {
  const parts = await executor.map<ChunkTask, GroupedErrors>(objectiveJobs.errors, setup, chunkTasks(setup, theta))
  const total: GroupedErrors = new Map()
  for (const part of parts) mergeErrors(total, part)
  return errorTable(total)
}

function chunkTasks(setup: DataSetup, theta: Float64Array): ChunkTask[] {
  return setup.chunks.slice(1).map((_, chunk) => ({ chunk, theta }))
}
