import type { Configuration } from "../atoms/structure.ts"
import type { Baseline } from "../observables/baseline.ts"
import type { PotentialSpec } from "../potentials/potential.ts"
import { addErrors, type GroupedErrors } from "../observables/errors.ts"
import { registerJob } from "../kernels/jobs.ts"
import { assembleChunk, type ClassTriangles } from "./assemble-chunk.ts"
import { openChunk, passingChunk } from "./chunk.ts"
import { chunkResiduals, predictChunk } from "./evaluate-chunk.ts"
import type { ChunkNoise } from "./noise/chunk-noise.ts"
import type { ObjectiveSetup } from "./setup.ts"

/** Predict or assemble one chunk at θ (of potential and baseline). */
interface ChunkTask {
  readonly chunk: number
  readonly theta: Float64Array
}

/** Form the rows `[∂/∂columns | residual]` of one chunk. */
export interface AssemblyTask extends ChunkTask {
  /** By θ: `∂θ_k/∂column`. */
  readonly scales: Float64Array
  /** What rows are weighed by, where noise differs from datum to datum. */
  readonly noise?: ChunkNoise
}

/** The residual is replaced by its second derivative along a direction, `(r(θ₊) − 2 r(θ) + r(θ₋)) / step²`. */
export interface CurvatureTask extends AssemblyTask {
  readonly plus: Float64Array
  readonly minus: Float64Array
  readonly step: number
}

/** Triangles of the profiled columns and the residual alone. */
function costJob(setup: ObjectiveSetup, { chunk, theta, scales, noise }: AssemblyTask): ClassTriangles {
  const open = openChunk(setup, chunk)
  return assembleChunk({ setup, chunk: open, residuals: chunkResiduals(open, theta), scales, noise })
}

/** Triangles of all columns and the residual. */
function lineariseJob(setup: ObjectiveSetup, { chunk, theta, scales, noise }: AssemblyTask): ClassTriangles {
  const open = openChunk(setup, chunk)
  return assembleChunk({ setup, chunk: open, residuals: chunkResiduals(open, theta), scales, noise, theta })
}

/** Triangles of all columns and the second directional derivative of the residual. */
function curvatureJob(setup: ObjectiveSetup, { chunk, theta, scales, noise, plus, minus, step }: CurvatureTask): ClassTriangles {
  const open = openChunk(setup, chunk)
  const [middle, forward, backward] = [theta, plus, minus].map((values) => predictChunk(open, values))
  const seconds = middle.map((values, s) =>
    values.map((value, k) => (forward[s][k] - 2 * value + backward[s][k]) / (Number.isNaN(open.references[s][k]) ? NaN : step * step)),
  )
  return assembleChunk({ setup, chunk: open, residuals: seconds, scales, noise, theta })
}

/** What a thread must know to predict, beside the configurations. */
export interface PredictionSetup {
  readonly potential: PotentialSpec
  readonly baseline: Baseline
}

/** Configurations to predict at θ of potential and baseline: they come with the task, so that a thread holds no others. */
export interface PredictionTask {
  readonly configurations: readonly Configuration[]
  readonly theta: Float64Array
}

/** Predicted observations of each configuration. */
function predictJob(setup: PredictionSetup, { configurations, theta }: PredictionTask): Float64Array[] {
  return predictChunk(passingChunk(setup, configurations), theta)
}

/** Sums of the errors of configurations. */
function errorsJob(setup: PredictionSetup, { configurations, theta }: PredictionTask): GroupedErrors {
  const chunk = passingChunk(setup, configurations)
  const errors: GroupedErrors = new Map()
  predictChunk(chunk, theta).forEach((predicted, s) => addErrors(errors, configurations[s], predicted, chunk.references[s]))
  return errors
}

/** Names of the jobs; whoever runs them imports them from here, so that they are registered. */
export const objectiveJobs = {
  cost: "objective.cost",
  linearise: "objective.linearise",
  curvature: "objective.curvature",
  predict: "objective.predict",
  errors: "objective.errors",
} as const

registerJob(objectiveJobs.cost, costJob)
registerJob(objectiveJobs.linearise, lineariseJob)
registerJob(objectiveJobs.curvature, curvatureJob)
registerJob(objectiveJobs.predict, predictJob)
registerJob(objectiveJobs.errors, errorsJob)
