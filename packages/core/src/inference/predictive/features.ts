import type { Property } from "../../observables/property.ts"

/**
 * What may foretell the size of an error before the truth is known: 1, the posterior variance of the prediction, for a force component
 * the square of the predicted force on its atom [eV²/Å²], and, where they count, the variance that printed digits leave open.
 */
export function featuresOf(property: Property, i: number, predicted: Float64Array, variance: number, digits?: number): readonly number[] {
  const own = digits === undefined ? [1, variance] : [1, variance, digits]
  if (property !== "forces") return own
  const first = i - ((i - 1) % 3)
  return [...own, predicted[first] ** 2 + predicted[first + 1] ** 2 + predicted[first + 2] ** 2]
}
