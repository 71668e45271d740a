import { createDataSetup, errorTable, predictData, addErrors, referenceObservations } from "@luthier/core"
import type { Configuration, ErrorTable, Executor, GroupedErrors } from "@luthier/core"
import type { FittedPotential } from "./potential-file.ts"

/** What a potential says of a data set, and how far off it is. */
export interface Measured {
  /** Observations of each configuration. */
  readonly predictions: readonly Float64Array[]
  readonly errors: ErrorTable
}

/** Predicts every configuration and compares it with its labels. */
export async function measure(
  { potential, baseline, theta }: FittedPotential,
  configurations: readonly Configuration[],
  executor: Executor,
): Promise<Measured> {
  const setup = createDataSetup(potential.spec, configurations, baseline)
  const predictions = await predictData(setup, theta, executor)
  const errors: GroupedErrors = new Map()
  configurations.forEach((configuration, k) => addErrors(errors, configuration, predictions[k], referenceObservations(configuration)))
  return { predictions, errors: errorTable(errors) }
}
