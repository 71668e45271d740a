import { regularisedGamma } from "./gamma.ts"

/** The value that a χ² variable of `degrees` degrees of freedom (any positive number) stays below with the given probability. */
export function chiSquaredQuantile(probability: number, degrees: number): number {
  if (!(probability > 0 && probability < 1)) throw new RangeError(`a probability must lie between 0 and 1, not ${probability}`)
  if (!(degrees > 0 && degrees < Infinity)) throw new RangeError(`degrees of freedom must be positive, not ${degrees}`)
  // The tail whose probability is smaller keeps its digits.
  const upper = probability > 0.5
  const excess = (x: number): number => {
    const { p, q } = regularisedGamma(degrees / 2, x / 2)
    return upper ? 1 - probability - q : p - probability
  }
  let below = 0
  let above = degrees + 1
  while (excess(above) < 0) above *= 2
  while (above - below > 4 * Number.EPSILON * above && above > 1e-300) {
    const middle = below > 0 && above > 4 * below ? Math.sqrt(below * above) : 0.5 * (below + above)
    if (middle <= below || middle >= above) break
    if (excess(middle) < 0) below = middle
    else above = middle
  }
  return 0.5 * (below + above)
}
