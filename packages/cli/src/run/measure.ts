import { addErrors, createDataSetup, errorTable, predictParts, referenceObservations, Failure } from "@luthier/core"
import type { Configuration, ConfigurationList, ErrorTable, Executor, GroupedErrors } from "@luthier/core"
import { writeWhole } from "../files/write-whole.ts"
import type { FittedPotential } from "./potential-file.ts"
import { predictionFrames } from "./predictions.ts"
import { sampleEvenly } from "./sample-evenly.ts"

/** What a potential says of a data set, and how far off it is. */
export interface Measured {
  readonly errors: ErrorTable
  /** Configurations of all groups, evenly taken: all of a small data set. */
  readonly sample: readonly Configuration[]
  /** Observations of each configuration of the sample. */
  readonly predictions: readonly Float64Array[]
}

/**
 * Predicts every configuration, compares it with its labels, and writes the frames with their predictions to `file`; a part of the data is
 * in memory at a time. Once `stopped` is aborted it ends, and nothing of the file is left.
 */
export async function measure(
  { potential, baseline, theta }: FittedPotential,
  configurations: ConfigurationList,
  executor: Executor,
  file: string,
  stopped: AbortSignal,
): Promise<Measured> {
  const set = createDataSetup(potential.spec, configurations, baseline)
  const errors: GroupedErrors = new Map()
  const chosen = sampleEvenly(configurations)
  const sample: Configuration[] = []
  const predicted: Float64Array[] = []
  let index = 0
  const frames = async function* (): AsyncGenerator<string> {
    for await (const part of predictParts(set, theta, executor)) {
      if (stopped.aborted) throw new Failure("stopped")
      for (const [k, configuration] of part.configurations.entries()) {
        const predictions = part.predictions[k]
        addErrors(errors, configuration, predictions, referenceObservations(configuration))
        if (!chosen.has(index++)) continue
        sample.push(configuration)
        predicted.push(predictions)
      }
      yield* predictionFrames(part.configurations, part.predictions)
    }
  }
  await writeWhole(file, frames())
  return { errors: errorTable(errors), sample, predictions: predicted }
}
