import { registerJob } from "../../kernels/jobs.ts"
import { seedRandom, uniforms } from "../../random/random.ts"
import { openChunk } from "../chunk.ts"
import { chunkResiduals } from "../evaluate-chunk.ts"
import type { ObjectiveSetup } from "../setup.ts"
import type { StructureNoise } from "./chunk-noise.ts"
import type { Precision } from "./printed-digits.ts"
import { roundingCovariance, roundingShare, type RoundingShare } from "./rounding-covariance.ts"
import { type ClassTails, type TailWeights, weighByTails } from "./weigh-by-tails.ts"
import { whiten, type WhiteRows } from "./whiten.ts"

/** A chunk at θ of potential and baseline. */
interface ChunkAt {
  readonly chunk: number
  readonly theta: Float64Array
}

/** Weigh the rows of a chunk by Student's t distribution. */
export interface TailTask extends ChunkAt {
  /** By class key. */
  readonly classes: ReadonlyMap<string, ClassTails>
}

/** Find what rounding does to the observations of a chunk. */
export interface RoundingTask extends ChunkAt {
  readonly precision: Precision
}

/** Find how much of the residuals of some structures of a chunk it makes. */
export interface ShareTask extends RoundingTask {
  /** At most. */
  readonly structures: number
}

/** Find the factors of σ² and covariances beside it; `sumsOnly`: leave the factors there. */
export interface WhiteTask extends ChunkAt {
  readonly covariances: readonly StructureNoise[]
  /** By class key. */
  readonly sigmas: ReadonlyMap<string, number>
  readonly sumsOnly: boolean
}

function tailsJob(setup: ObjectiveSetup, { chunk, theta, classes }: TailTask): TailWeights {
  const open = openChunk(setup, chunk)
  return weighByTails(open.configurations, chunkResiduals(open, theta), setup, classes)
}

function covarianceJob(setup: ObjectiveSetup, { chunk, theta, precision }: RoundingTask): StructureNoise[] {
  const open = openChunk(setup, chunk)
  return open.configurations.map((_, s) => roundingCovariance(open, s, theta, precision, setup.use))
}

function shareJob(setup: ObjectiveSetup, { chunk, theta, precision, structures }: ShareTask): RoundingShare[] {
  const open = openChunk(setup, chunk)
  const step = Math.max(1, Math.ceil(open.configurations.length / structures))
  return open.configurations.flatMap(({ structure }, s) => {
    if (s % step !== 0) return []
    const uniform = new Float64Array(structure.positions.length)
    uniforms(seedRandom(1, setup.chunks[chunk] + s), uniform)
    return [roundingShare(open, s, theta, precision, setup.use, uniform)]
  })
}

function whitenJob(setup: ObjectiveSetup, { chunk, theta, covariances, sigmas, sumsOnly }: WhiteTask): WhiteRows {
  const open = openChunk(setup, chunk)
  const found = whiten(open.configurations, chunkResiduals(open, theta), covariances, sigmas)
  return sumsOnly ? { ...found, noise: { form: "factors", structures: [] } } : found
}

/** Names of the jobs; whoever runs them imports them from here, so that they are registered. */
export const noiseJobs = {
  tails: "objective.noise.tails",
  covariance: "objective.noise.covariance",
  share: "objective.noise.share",
  whiten: "objective.noise.whiten",
} as const

registerJob(noiseJobs.tails, tailsJob)
registerJob(noiseJobs.covariance, covarianceJob)
registerJob(noiseJobs.share, shareJob)
registerJob(noiseJobs.whiten, whitenJob)
