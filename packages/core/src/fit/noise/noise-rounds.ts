import { Failure } from "../../failure/failure.ts"
import { renewDegrees } from "../../inference/bayesian/student-degrees.ts"
import type { Executor } from "../../kernels/executor.ts"
import { norm } from "../../linalg/norm.ts"
import { timesTriangle } from "../../linalg/triangle/measures.ts"
import type { Objective } from "../../objective/objective.ts"
import { freeVector } from "../../objective/parameter-space.ts"
import { freeTriangle, type Statistics, totalTriangle } from "../../objective/statistics.ts"
import { renewSigmas } from "../renew-sigmas.ts"
import { covariancesAt } from "./noise-rows.ts"
import type { NoiseState } from "./noise-state.ts"
import { explainsResiduals, haveRoom, roundedRows, roundedSigmas, roundingPart } from "./rounding-noise.ts"
import { studentRows } from "./student-noise.ts"

/** The point of a fit that noise is taken at. */
export interface NoisePoint {
  /** Values of all parameters. */
  readonly theta: readonly number[]
  /** One per pool; more may follow. */
  readonly sigmas: readonly number[]
}

/** Noise with σ of the data, one per pool. */
export interface NoiseRound {
  readonly noise: NoiseState
  readonly sigmas: readonly number[]
  /** Whether neither parameters nor noise have moved by anything of importance. */
  readonly settled: boolean
}

/** ν that estimation starts from. */
const FIRST_DEGREES = 8

/** The noise of a fit that has ended with all data of a σ alike: what the settings ask for, or what its residuals ask for. */
export async function firstNoise(objective: Objective, executor: Executor, { theta, sigmas }: NoisePoint): Promise<NoiseRound> {
  const { pools, noise, rounding } = objective
  const own = sigmas.slice(0, pools.length)
  if (noise !== undefined) {
    const degrees = pools.map(() => (noise === "estimate" ? FIRST_DEGREES : noise))
    const { minusLogLikelihood } = await studentRows(objective, executor, theta, own, degrees)
    return { noise: { kind: "student-t", theta, from: theta, rounds: 0, degrees, minusLogLikelihood }, sigmas: own, settled: false }
  }
  const even: NoiseRound = { noise: { kind: "even" }, sigmas: own, settled: true }
  if (rounding === "ignore") return even
  const part = await roundingPart(objective, executor, theta)
  if (part === undefined && rounding === "count") {
    throw new Failure("no file shows that its positions were rounded", {
      advice: "leave objective.rounding out: there is nothing to count",
    })
  }
  if (part === undefined || (rounding === "auto" && !(explainsResiduals(part) && haveRoom(objective)))) return even
  const covariances = await covariancesAt(objective, executor, theta)
  const next = await roundedSigmas(
    objective,
    executor,
    covariances,
    theta,
    own,
    own.map(() => 1),
  )
  const { minusLogLikelihood } = await roundedRows(objective, executor, covariances, theta, next, false)
  return { noise: { kind: "rounding", theta, from: theta, rounds: 0, minusLogLikelihood }, sigmas: next, settled: false }
}

/** Rounds of weighing and solving at most. */
const ROUNDS = 60
/** Changes of ln σ, of ln ν, and of parameters in units of their standard errors, that no one would notice. */
const STILL = { sigma: 1e-3, degrees: 1e-2, parameters: 3e-3 }

/**
 * Noise and σ at the point that a fit has reached under noise: a step of expectation and maximisation for Student's t, whose likelihood
 * rises with each; for rounding σ beside covariances that stay as they were found.
 *
 * @param statistics of the data at x, weighed by that noise
 */
export async function renewNoise(
  objective: Objective,
  executor: Executor,
  noise: Exclude<NoiseState, { readonly kind: "even" }>,
  point: NoisePoint & { readonly x: readonly number[] },
  statistics: Statistics,
): Promise<NoiseRound> {
  const { pools, space } = objective
  const sigmas = point.sigmas.slice(0, pools.length)
  const x = Float64Array.from(point.x)
  const rounds = noise.rounds + 1
  const information = freeTriangle(objective, totalTriangle(objective, statistics, point.sigmas))
  const from = freeVector(space, Float64Array.from(noise.from))
  const apart =
    norm(
      timesTriangle(
        information,
        x.map((value, i) => value - from[i]),
      ).subarray(0, x.length),
    ) / Math.sqrt(x.length || 1)
  const still = (next: readonly number[]): boolean =>
    apart <= STILL.parameters && next.every((sigma, p) => Math.abs(Math.log(sigma / sigmas[p])) <= STILL.sigma)
  const estimates = renewSigmas(objective, statistics, x, point.sigmas)
  if (noise.kind === "rounding") {
    const covariances = await covariancesAt(objective, executor, noise.theta)
    const left = estimates.map(({ degreesOfFreedom, rows }) => degreesOfFreedom / rows)
    const next = await roundedSigmas(objective, executor, covariances, point.theta, sigmas, left)
    const { minusLogLikelihood } = await roundedRows(objective, executor, covariances, point.theta, next, false)
    return { noise: { ...noise, from: point.theta, rounds, minusLogLikelihood }, sigmas: next, settled: rounds >= ROUNDS || still(next) }
  }
  const next = estimates.map(({ sigma }) => sigma)
  const { spread } = await studentRows(objective, executor, noise.theta, sigmas, noise.degrees)
  const degrees = objective.noise === "estimate" ? noise.degrees.map((nu, p) => renewDegrees(nu, spread[p])) : noise.degrees
  const { theta } = point
  const { minusLogLikelihood } = await studentRows(objective, executor, theta, next, degrees)
  const steady = degrees.every((nu, p) => Math.abs(Math.log(nu / noise.degrees[p])) <= STILL.degrees)
  return {
    noise: { kind: "student-t", theta, from: theta, rounds, degrees, minusLogLikelihood },
    sigmas: next,
    settled: rounds >= ROUNDS || (steady && still(next)),
  }
}
