import { batchesOf } from "../../atoms/configuration-list.ts"
import type { Configuration } from "../../atoms/structure.ts"
import type { Executor } from "../../kernels/executor.ts"
import { registerJob } from "../../kernels/jobs.ts"
import { kernels } from "../../kernels/kernels.ts"
import { blockAt } from "../../linalg/dense/backend.ts"
import { dense } from "../../linalg/dense/dense.ts"
import { observationRange, referenceObservations } from "../../observables/observation.ts"
import { properties } from "../../observables/property.ts"
import { conformalInterval, conformalLevel, worstScore } from "../calibration/cross-conformal.ts"
import { scaleAt } from "../calibration/error-scale.ts"
import { boxSpreads } from "../pops/box-spreads.ts"
import { committeeDeviation } from "./committee.ts"
import { featuresOf } from "./features.ts"
import type { RowBasis } from "./row-basis.ts"
import type { UncertaintyModel } from "./uncertainty-model.ts"
import { visitRows } from "./visit-rows.ts"

/** What threads must know to put error bars on predictions. Plain data. */
export interface UncertaintySetup {
  readonly basis: RowBasis
  readonly model: UncertaintyModel
  /** Coverage of the conformal intervals, such as 0.9. */
  readonly coverage: number
  /** Probability with which the bounds of a structure are to hold all its data; 0.95. */
  readonly worst: number
}

/** Error bars of the observations of one structure, `[3n + 7]` each, in the units of the observations; NaN where there is no way to give one. */
export interface UncertainPrediction {
  readonly predicted: Float64Array
  /** Standard deviation of the posterior, of the parameters alone. */
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
  /** Half-width that holds all data of a structure at once with the probability `worst`. */
  readonly worst: Float64Array
  /** Smallest coverage whose conformal interval holds the label, where there is one. */
  readonly level: Float64Array
}

/** Name of the job; whoever runs it imports it from here, so that it is registered. */
export const uncertaintyJob = "inference.uncertainty"

/** Error bars of configurations, in their order. */
export async function predictUncertainty(
  setup: UncertaintySetup,
  configurations: readonly Configuration[],
  executor: Executor,
): Promise<UncertainPrediction[]> {
  const tasks = Array.from(batchesOf(configurations, TOGETHER))
  const parts = await executor.map<readonly Configuration[], UncertainPrediction[]>(uncertaintyJob, setup, tasks)
  return parts.flat()
}

/** Configurations of a task. */
const TOGETHER = 8

function predict({ basis, model, coverage, worst }: UncertaintySetup, configurations: readonly Configuration[]): UncertainPrediction[] {
  const { rank } = basis
  const { members, without } = model
  const { heap } = kernels()
  const out: UncertainPrediction[] = []
  const committee = heap.f64(model.committee.length)
  const folds = heap.f64(rank * without.length)
  committee.set(model.committee)
  without.forEach((z, fold) => z.forEach((value, k) => (folds[k * without.length + fold] = value)))
  try {
    visitRows(basis, configurations, ({ configuration, predicted, derivatives, unbounded }) =>
      heap.scope(() => {
        const count = predicted.length
        const bars = emptyPrediction(predicted)
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
          for (let i = from; i < to; i++) {
            if (Number.isNaN(predicted[i])) continue
            let variance = 0
            for (let k = 0; k < rank; k++) variance += derivatives[i * rank + k] ** 2
            if (unbounded(i)) variance = Infinity
            bars.posterior[i] = Math.sqrt(variance)
            bars.committee[i] = variance < Infinity ? committeeDeviation(moved.subarray(i * members, (i + 1) * members)) : Infinity
            if (spreads) {
              bars.popsShift[i] = spreads.mean[i - from]
              bars.pops[i] = Math.hypot(bars.posterior[i], spreads.deviation[i - from])
              bars.popsReach[i] = variance < Infinity ? spreads.reach[i - from] : Infinity
            }
            if (calibration) {
              const scale = scaleAt(calibration.scale, ...featuresOf(property, i, predicted, variance))
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
      }),
    )
  } finally {
    heap.free(committee, folds)
  }
  return out
}

function emptyPrediction(predicted: Float64Array): UncertainPrediction {
  const unknown = (): Float64Array => new Float64Array(predicted.length).fill(NaN)
  return {
    predicted: predicted.slice(),
    posterior: unknown(),
    committee: unknown(),
    popsShift: unknown(),
    pops: unknown(),
    popsReach: unknown(),
    scale: unknown(),
    lower: unknown(),
    upper: unknown(),
    worst: unknown(),
    level: unknown(),
  }
}

registerJob(uncertaintyJob, predict)
