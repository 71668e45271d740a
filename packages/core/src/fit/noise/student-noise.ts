import { logGamma } from "../../inference/gamma.ts"
import type { Executor } from "../../kernels/executor.ts"
import { noiseJobs, type TailTask } from "../../objective/noise/jobs.ts"
import type { ClassTails, TailSums, TailWeights } from "../../objective/noise/weigh-by-tails.ts"
import type { Objective } from "../../objective/objective.ts"
import type { RowNoise } from "../../objective/statistics.ts"

/** Rows under Student's t distribution. */
export interface StudentRows {
  readonly rows: RowNoise
  /** By pool of classes: ⟨ln w − w⟩ over its rows. */
  readonly spread: readonly number[]
  /**
   * −ln p(data) at this θ, σ and ν:
   *
   *     Σ [ (ν + 1)/2 ln(1 + z²/ν) + ln σ + ½ ln πν + ln Γ(ν/2) − ln Γ((ν + 1)/2) ]
   */
  readonly minusLogLikelihood: number
}

/** Weighs the data at θ by their residuals in units of σ; σ and ν by pool of classes. */
export async function studentRows(
  { setup, pools }: Objective,
  executor: Executor,
  theta: readonly number[],
  sigmas: readonly number[],
  degrees: readonly number[],
): Promise<StudentRows> {
  const classes = new Map(
    pools.flatMap((pool, p) => pool.classes.map((key): [string, ClassTails] => [key, { sigma: sigmas[p], degrees: degrees[p] }])),
  )
  const at = Float64Array.from(theta)
  const tasks = setup.chunks.slice(1).map((_, chunk): TailTask => ({ chunk, theta: at, classes }))
  const parts = await executor.map<TailTask, TailWeights>(noiseJobs.tails, setup, tasks)
  const sums = pools.map(({ classes: own }) => sumOf(parts.flatMap((part) => own.flatMap((key) => part.sums.get(key) ?? []))))
  return {
    rows: parts.map(({ noise }) => noise),
    spread: sums.map(({ rows, weights, logarithms }) => (rows > 0 ? (logarithms - weights) / rows : -1)),
    minusLogLikelihood: sums.reduce((total, own, p) => total + minusLogLikelihood(own, sigmas[p], degrees[p]), 0),
  }
}

function sumOf(parts: readonly TailSums[]): TailSums {
  return parts.reduce(
    (sum, { rows, weights, logarithms }) => ({
      rows: sum.rows + rows,
      weights: sum.weights + weights,
      logarithms: sum.logarithms + logarithms,
    }),
    { rows: 0, weights: 0, logarithms: 0 },
  )
}

/** 1 + z²/ν = (ν + 1)/(ν w). */
function minusLogLikelihood({ rows, logarithms }: TailSums, sigma: number, nu: number): number {
  const each = Math.log(sigma) + 0.5 * Math.log(Math.PI * nu) + logGamma(nu / 2) - logGamma((nu + 1) / 2)
  return ((nu + 1) / 2) * (rows * Math.log((nu + 1) / nu) - logarithms) + rows * each
}
