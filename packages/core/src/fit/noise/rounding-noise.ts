import { Failure } from "../../failure/failure.ts"
import { chiSquaredInterval } from "../../inference/bayesian/chi-squared-interval.ts"
import type { Executor } from "../../kernels/executor.ts"
import { observationRange, referenceObservations } from "../../observables/observation.ts"
import { properties, type Property } from "../../observables/property.ts"
import type { StructureNoise } from "../../objective/noise/chunk-noise.ts"
import { noiseJobs, type RoundingTask, type ShareTask, type WhiteTask } from "../../objective/noise/jobs.ts"
import { dataPrecision, type Precision } from "../../objective/noise/printed-digits.ts"
import type { RoundingShare } from "../../objective/noise/rounding-covariance.ts"
import { addWhiteSums, type WhiteRows, type WhiteSums } from "../../objective/noise/whiten.ts"
import type { Objective } from "../../objective/objective.ts"
import type { RowNoise } from "../../objective/statistics.ts"

/** Covariances of the data of each structure that rounding has made, by chunk. */
export type RoundingCovariances = readonly (readonly StructureNoise[])[]

/** Structures that are looked at before covariances are worth their time. */
const LOOKED_AT = 48

/** Rounding is what residuals are made of where it makes this much of them; where it would make more, positions were exact. */
const SHARES = [0.5, 2] as const

/** Covariances that are kept at most [bytes]. */
const MOST_BYTES = 2 ** 31

const precisions = new WeakMap<object, Precision>()

/** How the data of an objective were printed. */
function precisionOf({ setup }: Objective): Precision {
  const found = precisions.get(setup) ?? dataPrecision(setup.configurations)
  precisions.set(setup, found)
  return found
}

/** How large a part rounding of the positions has in the residuals. */
export interface RoundingPart {
  readonly property: Property
  /** √⟨Δ²⟩ of what positions within their last digit change, and of the residuals, in internal units. */
  readonly rounded: number
  readonly left: number
}

/** The part that rounding of the positions has in the residuals of forces, or, without them, of energies; `undefined` where nothing was rounded. */
export async function roundingPart(objective: Objective, executor: Executor, theta: readonly number[]): Promise<RoundingPart | undefined> {
  const { setup } = objective
  const precision = precisionOf(objective)
  if (!Object.values(precision).some(({ positions }) => positions !== undefined)) return undefined
  const count = setup.chunks.length - 1
  const step = Math.max(1, Math.ceil(count / LOOKED_AT))
  const at = Float64Array.from(theta)
  const tasks: ShareTask[] = []
  const structures = Math.ceil((LOOKED_AT * step) / count)
  for (let chunk = 0; chunk < count; chunk += step) tasks.push({ chunk, theta: at, precision, structures })
  const shares = (await executor.map<ShareTask, RoundingShare[]>(noiseJobs.share, setup, tasks)).flat()
  for (const property of ["forces", "energy", "stress"] as const) {
    const own = shares.flatMap((share) => share[property] ?? [])
    const data = own.reduce((sum, share) => sum + share.data, 0)
    if (data === 0) continue
    const rounded = Math.sqrt(own.reduce((sum, share) => sum + share.rounded, 0) / data)
    return { property, rounded, left: Math.sqrt(own.reduce((sum, share) => sum + share.left, 0) / data) }
  }
  return undefined
}

/** Whether rounding explains residuals: it makes about as much as there is. */
export function explainsResiduals({ rounded, left }: RoundingPart): boolean {
  return rounded >= SHARES[0] * left && rounded <= SHARES[1] * left
}

/** Memory that covariances of all structures take [bytes], as much again for their factors. */
function covarianceBytes({ setup }: Objective): number {
  let bytes = 0
  for (const configuration of setup.configurations) {
    const reference = referenceObservations(configuration)
    for (const property of properties) {
      if (!setup.use[property] || configuration.weights[property] === 0) continue
      const n = reference
        .subarray(...observationRange(property, configuration.structure.numbers.length))
        .filter((value) => !Number.isNaN(value)).length
      bytes += 4 * n * (n + 1)
    }
  }
  return bytes
}

/** Whether there is room for covariances. */
export function haveRoom(objective: Objective): boolean {
  return covarianceBytes(objective) <= MOST_BYTES
}

/** Covariances by rounding at θ. @throws Failure where they would fill the memory. */
export async function roundingCovariances(
  objective: Objective,
  executor: Executor,
  theta: readonly number[],
): Promise<RoundingCovariances> {
  const { setup } = objective
  if (!haveRoom(objective)) {
    const size = `${(covarianceBytes(objective) / 2 ** 30).toPrecision(2)} GiB`
    throw new Failure(`covariances that rounding has made would take ${size}`, {
      advice: "leave objective.rounding: ignore, or fit to fewer or smaller structures",
    })
  }
  const precision = precisionOf(objective)
  const at = Float64Array.from(theta)
  const tasks = setup.chunks.slice(1).map((_, chunk): RoundingTask => ({ chunk, theta: at, precision }))
  return executor.map<RoundingTask, readonly StructureNoise[]>(noiseJobs.covariance, setup, tasks)
}

/** Rows that are independent and of one σ beside what rounding has made, and the sums of their classes by pool. */
export interface RoundedRows {
  readonly rows: RowNoise
  readonly sums: readonly WhiteSums[]
  /** ½ Σ (rᵀV⁻¹r + ln |V| + n ln 2π) at θ. */
  readonly minusLogLikelihood: number
}

/** Factors of σ² + C at residuals of θ, by pool; without `keep` only their sums. */
export async function roundedRows(
  { setup, pools }: Objective,
  executor: Executor,
  covariances: RoundingCovariances,
  theta: readonly number[],
  sigmas: readonly number[],
  keep: boolean,
): Promise<RoundedRows> {
  const byClass = new Map(pools.flatMap(({ classes }, p) => classes.map((key): [string, number] => [key, sigmas[p]])))
  const at = Float64Array.from(theta)
  const tasks = covariances.map((own, chunk): WhiteTask => ({ chunk, theta: at, covariances: own, sigmas: byClass, sumsOnly: !keep }))
  const parts = await executor.map<WhiteTask, WhiteRows>(noiseJobs.whiten, setup, tasks)
  const sums = pools.map(({ classes }) => {
    const own = parts.flatMap((part) => classes.flatMap((key) => part.sums.get(key) ?? []))
    const [first, ...others] = own
    return others.reduce((sum, next) => addWhiteSums(sum, next), first)
  })
  return {
    rows: parts.map(({ noise }) => noise),
    sums,
    minusLogLikelihood: sums.reduce((sum, own) => sum + 0.5 * (own.square + own.logDeterminant + own.rows * Math.log(2 * Math.PI)), 0),
  }
}

/** σ by pool, and −ln of the likelihood there. */
export interface RoundedSigmas {
  readonly sigmas: readonly number[]
  readonly minusLogLikelihood: number
}

/** Changes of ln σ that no one would notice. */
const TOLERANCE = 1e-3
/** Steps of the scoring at most. */
const STEPS = 25
/** By which σ² may fall or rise in a step. */
const LONGEST = 10

/**
 * σ of each pool at θ beside what rounding has made, by scoring of the likelihood with the average of observed and expected information
 * (A. R. Gilmour, R. Thompson, B. R. Cullis, DOI 10.2307/2533274):
 *
 *     σ² ← σ² + (|V⁻¹r|² − (1 − p/n) tr V⁻¹) / rᵀV⁻³r
 *
 * @param left by pool: the part 1 − p/n of its rows that parameters have not used up
 */
export async function roundedSigmas(
  objective: Objective,
  executor: Executor,
  covariances: RoundingCovariances,
  theta: readonly number[],
  start: readonly number[],
  left: readonly number[],
): Promise<RoundedSigmas> {
  const { pools } = objective
  let sigmas = pools.map((_, p) => start[p])
  for (let step = 1; ; step++) {
    const { sums, minusLogLikelihood } = await roundedRows(objective, executor, covariances, theta, sigmas, false)
    const next = pools.map(({ origin, floor }, p) => {
      if (origin === "given") return sigmas[p]
      const { slope, trace, curvature } = sums[p]
      const variance = sigmas[p] ** 2
      const wished = variance + (slope - left[p] * trace) / curvature
      const bounded = Math.min(LONGEST * variance, Math.max(variance / LONGEST, wished))
      return Math.max(floor, Math.sqrt(bounded))
    })
    const moved = Math.max(0, ...next.map((sigma, p) => Math.abs(Math.log(sigma / sigmas[p]))))
    if (moved <= TOLERANCE || step === STEPS) return { sigmas, minusLogLikelihood }
    sigmas = next
  }
}

/** 95 % interval of a σ by what its likelihood tells of it: σ⁴ tr V⁻² stands for the degrees of freedom. */
export function roundedInterval(sigma: number, { curvature }: WhiteSums): readonly [number, number] | null {
  const interval = chiSquaredInterval(sigma ** 2, sigma ** 4 * curvature, 0.95, "estimate")
  return interval && [Math.sqrt(interval[0]), Math.sqrt(interval[1])]
}
