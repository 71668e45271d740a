import { batchesOf } from "../../atoms/configuration-list.ts"
import type { Configuration } from "../../atoms/structure.ts"
import type { Executor } from "../../kernels/executor.ts"
import { registerJob } from "../../kernels/jobs.ts"
import { kernels } from "../../kernels/kernels.ts"
import { blockAt } from "../../linalg/dense/backend.ts"
import { dense } from "../../linalg/dense/dense.ts"
import { dataPrecision, type Precision } from "../../objective/noise/printed-digits.ts"
import { roundingSlopes } from "../../objective/noise/rounding-covariance.ts"
import { roundingEffects, type RoundingEffects } from "../../objective/noise/rounding-effects.ts"
import { observationRange, referenceObservations } from "../../observables/observation.ts"
import { properties } from "../../observables/property.ts"
import { conformalInterval, conformalLevel, worstScore } from "../calibration/cross-conformal.ts"
import { scaleAt } from "../calibration/error-scale.ts"
import { boxSpreads } from "../pops/box-spreads.ts"
import { committeeDeviation } from "./committee.ts"
import { featuresOf } from "./features.ts"
import type { RowBasis } from "./row-basis.ts"
import type { UncertaintyModel } from "./uncertainty-model.ts"
import { type LabelNoise, labelDistribution } from "./label-noise.ts"
import { potentialOf, visitRows } from "./visit-rows.ts"

/** What threads must know to put error bars on predictions. Plain data. */
export interface UncertaintySetup {
  readonly basis: RowBasis
  readonly model: UncertaintyModel
  /** Of the labels that were fitted. */
  readonly noise: LabelNoise
  /** Coverage of the conformal intervals, such as 0.9. */
  readonly coverage: number
  /** Probability with which the bounds of a structure are to hold all its data; 0.95. */
  readonly worst: number
}

/** Error bars of the observations of one structure, `[3n + 7]` each, in the units of the observations; NaN where there is no way to give one. */
export interface UncertainPrediction {
  readonly predicted: Float64Array
  /** Of these, the standard deviation of what the digits of positions, and of labels, leave open; 0 where they do not count. It is in all that follow. */
  readonly digits: Float64Array
  /** Standard deviation of the posterior, of the parameters. */
  readonly posterior: Float64Array
  /** Standard deviation over the committee. */
  readonly committee: Float64Array
  /** Mean, less the prediction, and standard deviation over the pointwise optimal parameters, posterior included. */
  readonly popsShift: Float64Array
  readonly pops: Float64Array
  /** Half of the range over all pointwise optimal parameters, about `predicted + popsShift`. */
  readonly popsReach: Float64Array
  /** Expected size of the error, from those of data held out. */
  readonly scale: Float64Array
  /** Ends of the conformal interval. */
  readonly lower: Float64Array
  readonly upper: Float64Array
  /** Scale of the distribution of a label to come, normal or Student's t with ν = `degrees`: posterior and noise of the fit. */
  readonly predictive: Float64Array
  readonly degrees: Float64Array
  /** Half-width that holds all data of a structure at once with the probability `worst`. */
  readonly worst: Float64Array
  /** Smallest coverage whose conformal interval holds the label, where there is one. */
  readonly level: Float64Array
}

/** Name of the job; whoever runs it imports it from here, so that it is registered. */
export const uncertaintyJob = "inference.uncertainty"

/**
 * Error bars of configurations, in their order.
 *
 * @param precision how the files that they are from were printed, where that counts; found from them unless given
 */
export async function predictUncertainty(
  setup: UncertaintySetup,
  configurations: readonly Configuration[],
  executor: Executor,
  precision?: Precision,
): Promise<UncertainPrediction[]> {
  const printed = setup.noise.rounding ? (precision ?? dataPrecision(configurations)) : null
  const tasks = Array.from(batchesOf(configurations, TOGETHER), (batch): UncertaintyTask => ({ configurations: batch, printed }))
  const parts = await executor.map<UncertaintyTask, UncertainPrediction[]>(uncertaintyJob, setup, tasks)
  return parts.flat()
}

/** Configurations, and how they were printed where that counts. */
interface UncertaintyTask {
  readonly configurations: readonly Configuration[]
  readonly printed: Precision | null
}

/** Configurations of a task. */
const TOGETHER = 8

function predict({ basis, model, noise, coverage, worst }: UncertaintySetup, task: UncertaintyTask): UncertainPrediction[] {
  const { configurations, printed } = task
  const { rank } = basis
  const { members, without } = model
  const { heap } = kernels()
  const out: UncertainPrediction[] = []
  const committee = heap.f64(model.committee.length)
  const folds = heap.f64(rank * without.length)
  committee.set(model.committee)
  without.forEach((z, fold) => z.forEach((value, k) => (folds[k * without.length + fold] = value)))
  try {
    visitRows(basis, configurations, ({ configuration, predicted, derivatives, unbounded }) => {
      const digits = printed && effectsOf(basis, configuration, printed[configuration.origin.file] ?? {})
      heap.scope(() => {
        const count = predicted.length
        const bars = emptyPrediction(predicted)
        const { group, weights } = configuration
        const moved = heap.f64(count * members)
        const shifts = heap.f64(count * without.length)
        dense().multiply(count, members, rank, 1, blockAt(derivatives, rank), blockAt(committee, members), blockAt(moved, members))
        dense().multiply(
          count,
          without.length,
          rank,
          1,
          blockAt(derivatives, rank),
          blockAt(folds, without.length),
          blockAt(shifts, without.length),
        )
        const references = referenceObservations(configuration)
        for (const property of properties) {
          const [from, to] = observationRange(property, configuration.structure.numbers.length)
          const box = model.boxes[property]
          const spreads = box && boxSpreads(box, derivatives, from, to)
          const calibration = model.conformal[property]
          const label = labelDistribution(noise, group, property, weights[property])
          for (let i = from; i < to; i++) {
            if (Number.isNaN(predicted[i])) continue
            let variance = 0
            for (let k = 0; k < rank; k++) variance += derivatives[i * rank + k] ** 2
            if (unbounded(i)) variance = Infinity
            const open = digits?.variances[i] ?? 0
            bars.digits[i] = Math.sqrt(open)
            bars.posterior[i] = Math.sqrt(variance + open)
            bars.committee[i] =
              variance < Infinity
                ? Math.hypot(committeeDeviation(moved.subarray(i * members, (i + 1) * members)), bars.digits[i])
                : Infinity
            if (label) {
              bars.predictive[i] = Math.hypot(bars.posterior[i], label.sigma)
              bars.degrees[i] = label.degrees
            }
            if (spreads) {
              bars.popsShift[i] = spreads.mean[i - from]
              bars.pops[i] = Math.hypot(bars.posterior[i], spreads.deviation[i - from])
              bars.popsReach[i] = variance < Infinity ? spreads.reach[i - from] + (digits?.reaches[i] ?? 0) : Infinity
            }
            if (calibration) {
              const scale = scaleAt(calibration.scale, ...featuresOf(property, i, predicted, variance, digits?.variances[i]))
              bars.scale[i] = scale
              const around = shifts.slice(i * without.length, (i + 1) * without.length).map((shift) => predicted[i] + shift)
              const [lower, upper] = conformalInterval(calibration, around, scale, coverage)
              bars.lower[i] = lower
              bars.upper[i] = upper
              bars.worst[i] = scale * worstScore(calibration, worst)
              if (!Number.isNaN(references[i])) bars.level[i] = conformalLevel(calibration, around, scale, references[i])
            }
          }
        }
        out.push(bars)
      })
    })
  } finally {
    heap.free(committee, folds)
  }
  return out
}

/** What printed digits leave open of one structure. */
function effectsOf(basis: RowBasis, configuration: Configuration, printed: Precision[string]): RoundingEffects {
  const { baseline, theta } = basis.setup
  return roundingEffects(
    roundingSlopes({ potential: potentialOf(basis), baseline }, configuration, theta, printed.positions),
    configuration,
    printed,
  )
}

function emptyPrediction(predicted: Float64Array): UncertainPrediction {
  const unknown = (): Float64Array => new Float64Array(predicted.length).fill(NaN)
  return {
    predicted: predicted.slice(),
    digits: unknown(),
    posterior: unknown(),
    committee: unknown(),
    popsShift: unknown(),
    pops: unknown(),
    popsReach: unknown(),
    scale: unknown(),
    lower: unknown(),
    upper: unknown(),
    predictive: unknown(),
    degrees: unknown(),
    worst: unknown(),
    level: unknown(),
  }
}

registerJob(uncertaintyJob, predict)
