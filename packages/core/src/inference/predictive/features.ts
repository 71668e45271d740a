import type { Property } from "../../observables/property.ts"

/**
 * What may foretell the size of an error before the truth is known: 1, the posterior variance of the prediction, and for a force component
 * the square of the predicted force on its atom [eV²/Å²].
 */
export function featuresOf(property: Property, i: number, predicted: Float64Array, variance: number): readonly number[] {
  if (property !== "forces") return [1, variance]
  const first = i - ((i - 1) % 3)
  return [1, variance, predicted[first] ** 2 + predicted[first + 1] ** 2 + predicted[first + 2] ** 2]
}
