import type { Configuration } from "../../atoms/structure.ts"
import { atomFactor, classKey, type PropertyChoice } from "../../objective/data-class.ts"
import { observationRange, referenceObservations } from "../../observables/observation.ts"
import { properties, type Property } from "../../observables/property.ts"
import { studentWeight } from "../../solve/linear/student-weight.ts"
import type { Precision } from "../../objective/noise/printed-digits.ts"
import type { PosteriorClass } from "../posterior/posterior.ts"
import type { RowBasis } from "./row-basis.ts"

/** What threads know while they go through the training data. Plain data. */
export interface TrainingSetup {
  readonly basis: RowBasis
  readonly use: PropertyChoice
  readonly byAtoms: boolean
  /** By class key: 1/(σ√D) of its rows, and how those of noise with heavy tails were weighed. */
  readonly classes: ReadonlyMap<string, Pick<PosteriorClass, "factor" | "degrees" | "tails">>
  /** How the files of the data were printed, where that counted as noise; null where it did not. */
  readonly precision: Precision | null
}

/** What printed digits leave open of a structure that was fitted, `[3n + 7]` each. Plain data. */
export interface StructureDigits {
  /** Variances of its observations. */
  readonly variances: Float64Array
  /** Residuals of its labels as they would be without (`residualsBeside`): what is left for the parameters to explain; NaN without a label. */
  readonly residuals: Float64Array
}

/** What a structure showed when it was visited, for passes to come. Plain data. */
export interface KeptRows {
  /** `[3n + 7]` */
  readonly predicted: Float64Array
  /** `[3n + 7 × rank]` */
  readonly derivatives: Float64Array
  readonly digits: StructureDigits | null
}

/** Structures of one fold. */
export interface TrainingTask {
  readonly configurations: readonly Configuration[]
  /** Which of all they are. */
  readonly members: readonly number[]
  readonly fold: number
  /** Whether what they show is to be kept for passes to come. */
  readonly keep: boolean
  /** What they showed in a pass before, where that was kept. */
  readonly rows?: readonly KeptRows[]
}

/**
 * Calls `visit` for every labelled observation of a configuration, with the weight its square had in the fit, 0 if it was not fitted, and the
 * part of that which it says of parameters.
 */
export function visitLabels(
  { use, byAtoms, classes }: TrainingSetup,
  configuration: Configuration,
  predicted: Float64Array,
  visit: (property: Property, i: number, residual: number, weight: number, part: number) => void,
): void {
  const atoms = configuration.structure.numbers.length
  const references = referenceObservations(configuration)
  for (const property of properties) {
    const own = classes.get(classKey(configuration.group, property))
    const fitted = use[property] && own ? configuration.weights[property] * (byAtoms ? atomFactor(property, atoms) : 1) : 0
    const [from, to] = observationRange(property, atoms)
    for (let i = from; i < to; i++) {
      const residual = predicted[i] - references[i]
      if (Number.isNaN(residual)) continue
      const weight = own && fitted > 0 ? fitted * own.factor ** 2 : 0
      if (own?.degrees && own.tails) {
        const z = Math.sqrt(configuration.weights[property]) * residual * own.tails.scale
        visit(property, i, residual, weight * studentWeight(z, own.degrees), own.tails.part)
      } else visit(property, i, residual, weight, 1)
    }
  }
}
