import type { ConfigurationList } from "../atoms/configuration-list.ts"
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
  readonly configurations: ConfigurationList
  /** Configuration offsets of the parts that are predicted together, `[C + 1]`. */
  readonly chunks: readonly number[]
}

/** Makes a data set that `potential`, with `baseline` added, is to predict. */
export function createDataSetup(potential: PotentialSpec, configurations: ConfigurationList, baseline: Baseline): PredictionSet {
  return { potential, configurations, chunks: cutIntoChunks(configurations, CHUNK_ATOMS), baseline }
}

/** Configurations with what was predicted for them. */
export interface PredictedPart {
  readonly configurations: readonly Configuration[]
  /** By configuration, as `predictData` gives them. */
  readonly predictions: readonly Float64Array[]
}

/**
 * Predicted observations of every configuration, in order: `3n + 7` numbers each, energy per atom [eV/atom], forces [eV/Å], stress
 * [eV/Å³]; `theta` is that of potential and baseline together.
 */
export async function predictData(set: PredictionSet, theta: Float64Array, executor: Executor): Promise<Float64Array[]> {
  const all: Float64Array[] = []
  for await (const { predictions } of predictParts(set, theta, executor)) for (const one of predictions) all.push(one)
  return all
}

/** The same as a stream: only the parts at work are in memory. */
export async function* predictParts(set: PredictionSet, theta: Float64Array, executor: Executor): AsyncGenerator<PredictedPart> {
  for (const tasks of rounds(set, theta, executor)) {
    const parts = await executor.map<PredictionTask, Float64Array[]>(objectiveJobs.predict, setupOf(set), tasks)
    yield { configurations: tasks.flatMap(({ configurations }) => configurations), predictions: parts.flat() }
  }
}

/** Errors of every labelled datum, by group and property, without keeping predictions. */
export async function measureErrors(set: PredictionSet, theta: Float64Array, executor: Executor): Promise<ErrorTable> {
  const total: GroupedErrors = new Map()
  for (const tasks of rounds(set, theta, executor)) {
    const parts = await executor.map<PredictionTask, GroupedErrors>(objectiveJobs.errors, setupOf(set), tasks)
    for (const part of parts) mergeErrors(total, part)
  }
  return errorTable(total)
}

const setups = new WeakMap<PredictionSet, PredictionSetup>()

/** What threads keep of a set, the same at each call. */
function setupOf(set: PredictionSet): PredictionSetup {
  const setup = setups.get(set) ?? { potential: set.potential, baseline: set.baseline }
  setups.set(set, setup)
  return setup
}

/** Chunks that a thread predicts in a round: enough that none waits long for the others at its end. */
const CHUNKS_PER_THREAD = 16

/** The chunks of a set in their order, some for every thread at a time. */
function* rounds({ configurations, chunks }: PredictionSet, theta: Float64Array, { threads }: Executor): Generator<PredictionTask[]> {
  const count = CHUNKS_PER_THREAD * Math.max(1, threads)
  for (let first = 0; first < chunks.length - 1; first += count) {
    const last = Math.min(chunks.length - 1, first + count)
    yield Array.from({ length: last - first }, (_, k) => {
      return { configurations: configurations.slice(chunks[first + k], chunks[first + k + 1]), theta }
    })
  }
}
