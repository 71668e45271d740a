import { Failure } from "../../failure/failure.ts"
import type { Executor } from "../../kernels/executor.ts"
import { norm } from "../../linalg/norm.ts"
import { timesTriangle } from "../../linalg/triangle/measures.ts"
import type { Objective } from "../../objective/objective.ts"
import { freeVector } from "../../objective/parameter-space.ts"
import { freeTriangle, type Statistics, totalTriangle } from "../../objective/statistics.ts"
import { renewSigmas } from "../renew-sigmas.ts"
import { covariancesAt } from "./noise-rows.ts"
import type { NoiseState } from "./noise-state.ts"
import { explainsResiduals, haveRoom, roundedSigmas, roundingPart } from "./rounding-noise.ts"
import { renewTails, sameTails, studentRows } from "./student-noise.ts"

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

/** Part of σ below which noise beside it is not felt. */
const NEGLIGIBLE = 0.1

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
  const floor = Math.min(...own.filter((_, p) => pools[p].property === part?.property))
  // What is far below the σ that data have at least changes nothing.
  const felt = part !== undefined && part.rounded >= NEGLIGIBLE * floor && explainsResiduals(part) && haveRoom(objective)
  if (part === undefined || (rounding === "auto" && !felt)) return even
  const covariances = await covariancesAt(objective, executor, theta)
  const all = own.map(() => 1)
  const { sigmas: next, minusLogLikelihood } = await roundedSigmas(objective, executor, covariances, theta, own, all)
  return { noise: { kind: "rounding", theta, from: theta, rounds: 0, minusLogLikelihood }, sigmas: next, settled: false }
}

/** Rounds of weighing and solving at most. */
const ROUNDS = 60
/** Changes of ln σ, of 1/ν, and of parameters in units of their standard errors, that no one would notice. */
const STILL = { sigma: 1e-3, degrees: 2e-3, parameters: 3e-3 }

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
  const { pools, classes, normalisation, space } = objective
  const sigmas = point.sigmas.slice(0, pools.length)
  const x = Float64Array.from(point.x)
  const rounds = noise.rounds + 1
  const information = freeTriangle(objective, totalTriangle(objective, statistics, point.sigmas))
  const from = freeVector(space, Float64Array.from(noise.from))
  // A normalised objective counts each property as one datum: its standard errors are larger than those of the data by as much.
  const often = normalisation === "likelihood" ? 1 : Math.sqrt(classes.reduce((sum, { count }) => sum + count, 0))
  const apart =
    (often *
      norm(
        timesTriangle(
          information,
          x.map((value, i) => value - from[i]),
        ).subarray(0, x.length),
      )) /
    Math.sqrt(x.length || 1)
  const left = renewSigmas(objective, statistics, x, point.sigmas).map(({ degreesOfFreedom, rows: count }) => degreesOfFreedom / count)
  const { theta } = point
  if (noise.kind === "rounding") {
    const covariances = await covariancesAt(objective, executor, noise.theta)
    const { sigmas: next, minusLogLikelihood } = await roundedSigmas(objective, executor, covariances, theta, sigmas, left)
    const still = next.every((sigma, p) => Math.abs(Math.log(sigma / sigmas[p])) <= STILL.sigma)
    return {
      noise: { ...noise, from: theta, rounds, minusLogLikelihood },
      sigmas: next,
      settled: rounds >= ROUNDS || (apart <= STILL.parameters && still),
    }
  }
  const next = await renewTails(objective, executor, theta, { sigmas, degrees: noise.degrees }, left)
  const { minusLogLikelihood } = await studentRows(objective, executor, theta, next.sigmas, next.degrees)
  const steady = sameTails(next, { sigmas, degrees: noise.degrees }, STILL)
  return {
    noise: { kind: "student-t", theta, from: theta, rounds, degrees: next.degrees, minusLogLikelihood },
    sigmas: next.sigmas,
    settled: rounds >= ROUNDS || (steady && apart <= STILL.parameters),
  }
}
