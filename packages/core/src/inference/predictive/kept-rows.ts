import { kernels } from "../../kernels/kernels.ts"
import { observationLength } from "../../observables/observation.ts"
import type { KeptRows, TrainingSetup, TrainingTask } from "./training-setup.ts"
import { type StructureRows, visitRows } from "./visit-rows.ts"

/** The rows of a structure of the training data; a visit may write over `derivatives`, which are its own. */
export type TrainingRows = Pick<StructureRows, "configuration" | "index" | "predicted" | "derivatives">

/** Visits the structures of a task: from rows that were kept, where there are any, else by forming them. */
export function visitTraining(
  { basis }: Pick<TrainingSetup, "basis">,
  { configurations, rows }: TrainingTask,
  visit: (rows: TrainingRows) => void,
): void {
  if (!rows) return visitRows(basis, configurations, visit)
  const { heap } = kernels()
  rows.forEach(({ predicted, derivatives: kept }, index) => {
    const derivatives = heap.f64(kept.length)
    try {
      derivatives.set(kept)
      visit({ configuration: configurations[index], index, predicted, derivatives })
    } finally {
      heap.free(derivatives)
    }
  })
}

/** A copy that outlives the visit. */
export function keepRows({ predicted, derivatives }: TrainingRows): KeptRows {
  return { predicted: predicted.slice(), derivatives: derivatives.slice() }
}

/** Bytes that the rows of structures take. */
export function sizeOfRows(configurations: TrainingTask["configurations"], rank: number): number {
  return configurations.reduce((sum, { structure }) => sum + 8 * observationLength(structure.numbers.length) * (rank + 1), 0)
}
