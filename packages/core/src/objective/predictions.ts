import type { Configuration } from "../atoms/structure.ts"
import type { Executor } from "../kernels/executor.ts"
import type { Baseline } from "../observables/baseline.ts"
import { type ErrorTable, errorTable, type GroupedErrors, mergeErrors } from "../observables/errors.ts"
import type { PotentialSpec } from "../potentials/potential.ts"
import { cutIntoChunks } from "./chunks.ts"
import { objectiveJobs, type PredictionSetup, type PredictionTask } from "./jobs.ts"

/** Atoms predicted together at least. */
const CHUNK_ATOMS = 600

/** A data set to be predicted; nothing of it is kept in the threads. */
export interface PredictionSet extends PredictionSetup {
  readonly configurations: readonly Configuration[]
  /** Configuration offsets of the parts that are predicted together, `[C + 1]`. */
  readonly chunks: readonly number[]
}

/** Makes a data set that `potential`, with `baseline` added, is to predict. */
export function createDataSetup(potential: PotentialSpec, configurations: readonly Configuration[], baseline: Baseline): PredictionSet {
  return { potential, configurations, chunks: cutIntoChunks(configurations, CHUNK_ATOMS), baseline }
}

/**
 * Predicted observations of every configuration, in order: `3n + 7` numbers each, energy per atom [eV/atom], forces [eV/Å], stress
 * [eV/Å³]; `theta` is that of potential and baseline together.
 */
export async function predictData(set: PredictionSet, theta: Float64Array, executor: Executor): Promise<Float64Array[]> {
  const parts = await executor.map<PredictionTask, Float64Array[]>(objectiveJobs.predict, setupOf(set), partsOf(set, theta))
  return parts.flat()
}

/** Errors of every labelled datum, by group and property, without keeping predictions. */
export async function measureErrors(set: PredictionSet, theta: Float64Array, executor: Executor): Promise<ErrorTable> {
  const parts = await executor.map<PredictionTask, GroupedErrors>(objectiveJobs.errors, setupOf(set), partsOf(set, theta))
  const total: GroupedErrors = new Map()
  for (const part of parts) mergeErrors(total, part)
  return errorTable(total)
}

const setups = new WeakMap<PredictionSet, PredictionSetup>()

/** What threads keep of a set, the same at each call. */
function setupOf(set: PredictionSet): PredictionSetup {
  const setup = setups.get(set) ?? { potential: set.potential, baseline: set.baseline }
  setups.set(set, setup)
  return setup
}

function partsOf({ configurations, chunks }: PredictionSet, theta: Float64Array): PredictionTask[] {
  return chunks.slice(1).map((end, chunk) => ({ configurations: configurations.slice(chunks[chunk], end), theta }))
}
