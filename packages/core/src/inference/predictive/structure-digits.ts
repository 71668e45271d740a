import type { Configuration } from "../../atoms/structure.ts"
import type { StructureNoise } from "../../objective/noise/chunk-noise.ts"
import type { Predictor } from "../../objective/noise/predict-moved.ts"
import { covarianceOfSlopes, roundingSlopes } from "../../objective/noise/rounding-covariance.ts"
import { roundingEffects } from "../../objective/noise/rounding-effects.ts"
import { factorCovariance, residualsBeside } from "../../objective/noise/whiten.ts"
import { classKey } from "../../objective/data-class.ts"
import { observationRange, referenceObservations } from "../../observables/observation.ts"
import { properties, type Property } from "../../observables/property.ts"
import type { StructureDigits, TrainingSetup } from "./training-setup.ts"

/** What printed digits leave open of a structure, with what makes its rows independent: factors of the covariances of its properties in units of σ², as in `ChunkNoise`. */
export interface FactoredDigits extends StructureDigits {
  readonly factors: StructureNoise
}

/** What printed digits leave open of one structure, where they count. @param predicted its observations at the fit */
export function structureDigits(
  { use, classes, precision, basis }: TrainingSetup,
  predictor: Predictor,
  configuration: Configuration,
  predicted: Float64Array,
): FactoredDigits {
  const { structure, group, weights, origin } = configuration
  const printed = precision?.[origin.file] ?? {}
  const slopes = roundingSlopes(predictor, configuration, basis.setup.theta, printed.positions)
  const { variances } = roundingEffects(slopes, configuration, printed)
  const references = referenceObservations(configuration)
  const residuals = predicted.map((value, i) => value - references[i])
  const factors: { -readonly [property in Property]?: Float64Array } = {}
  const covariances = covarianceOfSlopes(slopes, configuration, printed, use)
  for (const property of properties) {
    const [packed, own] = [covariances[property], classes.get(classKey(group, property))]
    if (packed === undefined || own === undefined) continue
    const data = labelled(references, property, structure.numbers.length)
    const root = Math.sqrt(weights[property])
    const factored = factorCovariance(packed, data.length, 1 / own.factor)
    const beside = residualsBeside(
      factored,
      Float64Array.from(data, (i) => root * residuals[i]),
    )
    data.forEach((i, k) => (residuals[i] = beside[k] / root))
    factors[property] = factored.factor
  }
  return { variances, residuals, factors }
}

/** Where the observations of a property that have labels stand. */
export function labelled(references: Float64Array, property: Property, atoms: number): readonly number[] {
  const [from, to] = observationRange(property, atoms)
  return Array.from({ length: to - from }, (_, k) => from + k).filter((i) => !Number.isNaN(references[i]))
}
