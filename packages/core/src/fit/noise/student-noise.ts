import { renewDegrees } from "../../inference/bayesian/student-degrees.ts"
import { digamma, logGamma } from "../../inference/gamma.ts"
import type { Executor } from "../../kernels/executor.ts"
import { noiseJobs, type TailTask } from "../../objective/noise/jobs.ts"
import type { ClassTails, TailSums, TailWeights } from "../../objective/noise/weigh-by-tails.ts"
import type { Objective } from "../../objective/objective.ts"
import type { RowNoise } from "../../objective/statistics.ts"
import { tailPart } from "./tail-part.ts"
import { classFactors } from "../../objective/weights.ts"

/** Rows under Student's t distribution. */
export interface StudentRows {
  readonly rows: RowNoise
  /** By pool of classes: ⟨ln w − w⟩ over its rows. */
  readonly spread: readonly number[]
  /** By pool of classes: √(Σ w z²/Σ w), by which σ of the next step of expectation–maximisation with expanded parameters is larger. */
  readonly wider: readonly number[]
  /** By pool of classes: the part of Σ w JᵀJ that its rows say of parameters. */
  readonly parts: readonly number[]
  /**
   * What is minimised at this θ, σ and ν, −ln p(data) unless the objective is normalised:
   *
   *     Σ_p 1/D_p Σ_k [ (ν + 1)/2 ln(1 + z²/ν) + ln σ + ½ ln πν + ln Γ(ν/2) − ln Γ((ν + 1)/2) ]
   *
   * over properties p and their data k, with D = 1, M or A as `Normalisation` has it, and data of a structure as often as its atoms for A.
   */
  readonly minusLogLikelihood: number
}

/** Steps at one θ at most, and changes of ln σ and 1/ν at which they end: what a large ν is changes nothing. */
const STEPS = 12
const STILL = { sigma: 1e-3, degrees: 1e-3 }

/** σ and ν by pool. */
export interface Tails {
  readonly sigmas: readonly number[]
  readonly degrees: readonly number[]
}

/**
 * Some steps of expectation–maximisation of σ and ν at one θ, where they are estimated: σ as if it were expanded by a parameter of its
 * own, which takes far fewer of them (Liu, Rubin & Wu, DOI 10.1093/biomet/85.4.755).
 *
 * @param left by pool: the part of its rows that parameters have not used up
 */
export async function renewTails(
  objective: Objective,
  executor: Executor,
  theta: readonly number[],
  start: Tails,
  left: readonly number[],
): Promise<Tails> {
  const { pools, noise } = objective
  let { sigmas, degrees } = start
  let before: readonly TailSlope[] = []
  for (let step = 0; step < STEPS; step++) {
    const { spread, wider } = await studentRows(objective, executor, theta, sigmas, degrees)
    const slopes = degrees.map((nu, p): TailSlope => ({ inverse: 1 / nu, slope: tailSlope(nu, spread[p]) }))
    const next: Tails = {
      sigmas: sigmas.map((sigma, p) =>
        pools[p].origin === "given" ? sigma : Math.max(pools[p].floor, (sigma * wider[p]) / Math.sqrt(left[p])),
      ),
      degrees: noise === "estimate" ? degrees.map((nu, p) => nextDegrees(slopes[p], before[p]) ?? renewDegrees(nu, spread[p])) : degrees,
    }
    before = slopes
    const still = sameTails(next, { sigmas, degrees }, STILL)
    sigmas = next.sigmas
    degrees = next.degrees
    if (still) break
  }
  return { sigmas, degrees }
}

/** The slope of ln L, by datum, with respect to 1/ν. */
interface TailSlope {
  readonly inverse: number
  readonly slope: number
}

function tailSlope(nu: number, spread: number): number {
  const byDegrees = 1 + spread + digamma((nu + 1) / 2) - Math.log((nu + 1) / 2) - digamma(nu / 2) + Math.log(nu / 2)
  return -0.5 * nu * nu * byDegrees
}

/** Values of 1/ν, and by which it may change in a step. */
const RANGE = [1e-3, 2] as const
const LONGEST = 3

/** ν where a line through the last two slopes vanishes: expectation and maximisation alone creep where ν is large. */
function nextDegrees({ inverse, slope }: TailSlope, before: TailSlope | undefined): number | undefined {
  if (before === undefined || before.inverse === inverse) return undefined
  const bend = (slope - before.slope) / (inverse - before.inverse)
  if (!(bend < 0)) return undefined
  const low = Math.max(RANGE[0], inverse / LONGEST)
  const high = Math.min(RANGE[1], inverse * LONGEST)
  return 1 / Math.min(high, Math.max(low, inverse - slope / bend))
}

/** Whether no ln σ and no 1/ν differs by more. */
export function sameTails(a: Tails, b: Tails, by: { readonly sigma: number; readonly degrees: number }): boolean {
  return (
    a.sigmas.every((sigma, p) => Math.abs(Math.log(sigma / b.sigmas[p])) <= by.sigma) &&
    a.degrees.every((nu, p) => Math.abs(1 / nu - 1 / b.degrees[p]) <= by.degrees)
  )
}

/** Weighs the data at θ by their residuals in units of σ; σ and ν by pool of classes. */
export async function studentRows(
  { setup, pools, classes: known, normalisation }: Objective,
  executor: Executor,
  theta: readonly number[],
  sigmas: readonly number[],
  degrees: readonly number[],
): Promise<StudentRows> {
  const classes = new Map(
    pools.flatMap((pool, p) => pool.classes.map((key): [string, ClassTails] => [key, { sigma: sigmas[p], degrees: degrees[p] }])),
  )
  const factors = classFactors(known, pools, sigmas, normalisation)
  const at = Float64Array.from(theta)
  const tasks = setup.chunks.slice(1).map((_, chunk): TailTask => ({ chunk, theta: at, classes }))
  const parts = await executor.map<TailTask, TailWeights>(noiseJobs.tails, setup, tasks)
  const sums = pools.map(({ classes: own }) => sumOf(parts.flatMap((part) => own.flatMap((key) => part.sums.get(key) ?? []))))
  return {
    rows: parts.map(({ noise }) => noise),
    spread: sums.map(({ rows, weights, logarithms }) => (rows > 0 ? (logarithms - weights) / rows : -1)),
    // w z² = ν + 1 − ν w.
    wider: sums.map(({ rows, weights }, p) => (rows > 0 ? Math.sqrt(((degrees[p] + 1) * rows) / weights - degrees[p]) : 1)),
    parts: sums.map((own, p) => tailPart(degrees[p], own)),
    // 1/D = (factor σ)²: a pool is of one property.
    minusLogLikelihood: sums.reduce((total, own, p) => {
      const share = (factors.get(pools[p].classes[0])! * sigmas[p]) ** 2
      return total + share * minusLogLikelihood(own, sigmas[p], degrees[p])
    }, 0),
  }
}

function sumOf(parts: readonly TailSums[]): TailSums {
  return parts.reduce(
    (sum, { rows, weights, logarithms, squares }) => ({
      rows: sum.rows + rows,
      weights: sum.weights + weights,
      logarithms: sum.logarithms + logarithms,
      squares: sum.squares + squares,
    }),
    { rows: 0, weights: 0, logarithms: 0, squares: 0 },
  )
}

/** 1 + z²/ν = (ν + 1)/(ν w). */
function minusLogLikelihood({ rows, logarithms }: TailSums, sigma: number, nu: number): number {
  const each = Math.log(sigma) + 0.5 * Math.log(Math.PI * nu) + logGamma(nu / 2) - logGamma((nu + 1) / 2)
  return ((nu + 1) / 2) * (rows * Math.log((nu + 1) / nu) - logarithms) + rows * each
}
