import { kernels } from "../../kernels/kernels.ts"
import { observationLength } from "../../observables/observation.ts"
import type { KeptRows, StructureDigits, TrainingSetup, TrainingTask } from "./training-setup.ts"
import { type FactoredDigits, structureDigits } from "./structure-digits.ts"
import { potentialOf, type StructureRows, visitRows } from "./visit-rows.ts"

/** The rows of a structure of the training data; a visit may write over `derivatives`, which are its own. */
export interface TrainingRows extends Pick<StructureRows, "configuration" | "index" | "predicted" | "derivatives"> {
  /** What printed digits leave open of it, where they counted; its factors where rows are formed. */
  readonly digits: StructureDigits | FactoredDigits | null
}

/** Visits the structures of a task: from rows that were kept, where there are any, else by forming them. */
export function visitTraining(setup: TrainingSetup, { configurations, rows }: TrainingTask, visit: (rows: TrainingRows) => void): void {
  const { basis, precision } = setup
  if (!rows) {
    const predictor = precision && { potential: potentialOf(basis), baseline: basis.setup.baseline }
    return visitRows(basis, configurations, (own) =>
      visit({ ...own, digits: predictor && structureDigits(setup, predictor, own.configuration, own.predicted) }),
    )
  }
  const { heap } = kernels()
  rows.forEach(({ predicted, derivatives: kept, digits }, index) => {
    const derivatives = heap.f64(kept.length)
    try {
      derivatives.set(kept)
      visit({ configuration: configurations[index], index, predicted, derivatives, digits })
    } finally {
      heap.free(derivatives)
    }
  })
}

/** A copy that outlives the visit. */
export function keepRows({ predicted, derivatives, digits }: TrainingRows): KeptRows {
  const own = digits && { variances: digits.variances, residuals: digits.residuals }
  return { predicted: predicted.slice(), derivatives: derivatives.slice(), digits: own }
}

/** Bytes that the rows of structures take. */
export function sizeOfRows(configurations: TrainingTask["configurations"], rank: number): number {
  return configurations.reduce((sum, { structure }) => sum + 8 * observationLength(structure.numbers.length) * (rank + 1), 0)
}
