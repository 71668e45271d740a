import {
  calibrationRecords,
  committeeDeviations,
  createDataSetup,
  createJudge,
  dataPrecision,
  predictData,
  predictUncertainty,
  type CalibrationRecord,
  type Configuration,
  type Executor,
  type Precision,
  type UncertainPrediction,
  type UncertaintySetup,
} from "@luthier/core"
import type { FittedPotential } from "../potential-file.ts"
import { predictionFrames } from "../predictions.ts"
import { uncertainFrames } from "./uncertain-frames.ts"

/** Observations of a batch of structures, and their frames as they are written. */
interface PredictedBatch {
  readonly predictions: readonly Float64Array[]
  readonly frames: Iterable<string>
}

/** Predicts data as they are read. */
export interface Predictor {
  predict(batch: readonly Configuration[]): Promise<PredictedBatch>
  /** How its error bars compare with the errors since it was asked last. */
  judged(): readonly CalibrationRecord[]
}

/** Predicts, and no more. */
export function plainPredictor({ potential, baseline, theta }: FittedPotential, executor: Executor): Predictor {
  return {
    predict: async (batch) => {
      const predictions = await predictData(createDataSetup(potential.spec, batch, baseline), theta, executor)
      return { predictions, frames: predictionFrames(batch, predictions) }
    },
    judged: () => [],
  }
}

/** Predicts with error bars, and sees how well they hold; those of a committee of refits, where there is one, in place of the linearised. */
export function uncertainPredictor(bars: UncertaintySetup, executor: Executor, members?: readonly Float64Array[]): Predictor {
  let judge = createJudge(bars.coverage)
  // As the first structures of a file show it.
  let precision: Precision = {}
  return {
    predict: async (batch) => {
      if (bars.noise.rounding) precision = { ...dataPrecision(batch), ...precision }
      const linearised = await predictUncertainty(bars, batch, executor, precision)
      const committee = members && (await committeeDeviations(bars.basis, members, batch, executor))
      const own = linearised.map((one, k) => (committee ? { ...one, committee: withDigits(committee[k], one) } : one))
      batch.forEach((configuration, k) => judge.add(configuration, own[k]))
      return { predictions: own.map(({ predicted }) => predicted), frames: uncertainFrames(batch, own) }
    },
    judged: () => {
      const records = calibrationRecords(judge.finish())
      judge = createJudge(bars.coverage)
      return records
    },
  }
}

/** Deviations of a committee with what printed digits leave open. */
function withDigits(committee: Float64Array, { digits }: UncertainPrediction): Float64Array {
  return committee.map((deviation, i) => Math.hypot(deviation, digits[i]))
}
