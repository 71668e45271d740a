import type { LinearSystem } from "../../solve/linear/system.ts"
import { type SolverResult, show } from "../../solve/status.ts"
import type { SigmaEstimate } from "../variance-components.ts"
import { chiSquaredInterval } from "./chi-squared-interval.ts"
import { type BayesianOptions, type BayesianStats, type LinearPosterior, solveBayesian } from "./solve-bayesian.ts"
import { renewDegrees } from "./student-degrees.ts"

/** The noise that rows are weighted by. */
export interface StudentNoise {
  /** The unknowns that residuals are taken at, `[n]`. */
  readonly x: Float64Array
  /** By σ of the system. */
  readonly sigmas: Float64Array
  /** ν by σ of the system. */
  readonly degrees: Float64Array
  /** Strengths of the penalties at these σ, from which the next may be searched. */
  readonly alphas: Float64Array
  /** Passes that were made before, from 0. */
  readonly pass: number
}

/** The data again, each row times √w. */
export interface Reweighed {
  /**
   * The system whose triangles are of the rows √w [J | r], and count all of them. Its σ and α start where the last round ended; it is
   * seen from the same x = 0.
   */
  readonly system: LinearSystem
  /** By σ: the mean of ln w − w over its rows. */
  readonly spread: Float64Array
}

/** Passes over the data once more: rows have w = (ν + 1)/(ν + (factor × residual/σ)²), `studentWeight` of solve/linear. */
export type Reweigh = (noise: StudentNoise) => Promise<Reweighed>

export interface RobustOptions extends BayesianOptions {
  /** ν of the noise: given for all, or estimated for each σ; default estimated. */
  readonly degrees?: number | "estimate"
  /** Passes over the data at most; default 30. */
  readonly passes?: number
  /** Goes on at a pass that an earlier call has come to, instead of from the beginning. */
  readonly from?: StudentNoise
  /** Ends when no ln σ changes by more, and no unknown by more than this part of its standard error's scale; default 1e-3. */
  readonly change?: number
}

export interface RobustStats extends BayesianStats {
  /** ν by σ of the system. */
  readonly degrees: Float64Array
  readonly passes: number
}

/** ν that estimation starts from. */
const START = 8

/**
 * Bayesian linear regression with noise that follows Student's t distribution, so that outliers pull less the further out they are: each
 * round solves the system of rows weighted by w (`solveBayesian`), from which come x, σ, α and the next w. Expectation–maximisation of the
 * likelihood of x, σ and ν; the evidence of each round is that of normal noise at its weights.
 *
 * @param start the system of unweighted rows
 * @param reweigh streams the data again, as triangles keep no single rows
 * Source: Lange, Little & Taylor, DOI 10.1080/01621459.1989.10478852.
 */
export async function solveRobust(
  start: LinearSystem,
  reweigh: Reweigh,
  options: RobustOptions = {},
): Promise<SolverResult<LinearPosterior, RobustStats>> {
  const { passes = 30, change = 1e-3, confidence = 0.95 } = options
  const given = typeof options.degrees === "number" ? options.degrees : undefined
  if (given !== undefined && !(given > 0)) throw new RangeError(`the degrees of freedom of the noise must be positive, not ${given}`)
  const quick = { ...options, intervals: false }
  const first = new Float64Array(start.sigmas.length).fill(given ?? START)
  let noise = options.from ?? noiseOf(solveBayesian(start, quick).value, first, 0)
  let { degrees, pass } = noise
  let current: ReturnType<typeof solveBayesian> | undefined
  let converged = false
  // The last pass is made again where a call goes on at it.
  while (!current || (pass < passes && !converged)) {
    const { x: mean, sigmas } = noise
    const { system, spread } = await reweigh(noise)
    const next = solveBayesian(system, quick)
    const renewed = given === undefined ? degrees.map((nu, p) => renewDegrees(nu, spread[p])) : degrees
    const scale = Math.sqrt(mean.reduce((sum, value) => sum + value * value, 0) / Math.max(1, mean.length))
    const moved = Math.max(
      0,
      ...next.value.sigmas.map(({ sigma }, p) => Math.abs(Math.log(sigma / sigmas[p]))),
      ...renewed.map((nu, p) => 0.1 * Math.abs(Math.log(nu / degrees[p]))),
    )
    const shifted = next.value.mean.reduce((largest, value, k) => Math.max(largest, Math.abs(value - mean[k])), 0)
    converged = moved <= change && shifted <= change * scale
    degrees = renewed
    current = next
    noise = noiseOf(next.value, degrees, ++pass)
  }
  const { value, status, stats } = current
  const sigmas = value.sigmas.map((one, p) => ({ ...one, interval: intervalOf(start, p, one, degrees[p], confidence) }))
  const nus = start.sigmas.map(({ name }, p) => `${name} ν = ${show(degrees[p])}`).join(", ")
  const sentence = `${converged ? "converged" : "stopped"} after ${pass} passes with noise of heavy tails: ${nus}; ${status.sentence}`
  return {
    value: { ...value, sigmas },
    status: { outcome: converged ? status.outcome : "limit", sentence, notes: status.notes },
    stats: { ...stats, degrees, passes: pass },
  }
}

function noiseOf({ mean, sigmas, alphas }: LinearPosterior, degrees: Float64Array, pass: number): StudentNoise {
  return {
    x: mean,
    sigmas: Float64Array.from(sigmas, ({ sigma }) => sigma),
    degrees,
    alphas: Float64Array.from(alphas, ({ alpha }) => alpha),
    pass,
  }
}

/** A row of t noise tells ν/(ν + 3) as much of σ as a normal one. */
function intervalOf(
  { sigmas }: LinearSystem,
  p: number,
  { sigma, degreesOfFreedom }: SigmaEstimate,
  nu: number,
  confidence: number,
): readonly [number, number] | null {
  if (sigmas[p].origin === "given") return null
  const interval = chiSquaredInterval(sigma ** 2, (degreesOfFreedom * nu) / (nu + 3), confidence, "estimate")
  return interval && [Math.sqrt(interval[0]), Math.sqrt(interval[1])]
}
