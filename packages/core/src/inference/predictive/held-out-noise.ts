import { goldenSection } from "../../linalg/golden-section.ts"

/** Errors of data held out, of which each is the noise of a label and what the parameters leave open. */
export interface HeldOutErrors {
  readonly errors: Float64Array
  /** Variance that parameters and printed digits leave open, by datum. */
  readonly open: Float64Array
  /** Of the configuration: noise has the scale σ/√weight. */
  readonly weight: number
}

/** Between these parts of the root-mean-square error σ is looked for. */
const [LEAST, MOST] = [1e-3, 2]
/** After so many ln σ is known to 1e-3. */
const EVALUATIONS = 21

/**
 * The scale σ of noise that is most likely to have made errors on data held out,
 *
 *     Σ [ln τ + ½(ν + 1) ln(1 + e²/ντ²)]      τ² = open + σ²/weight
 *
 * least, or Σ [ln τ + e²/2τ²] of normal noise (ν = ∞). Unlike residuals of the fit these hold what it could follow of its own data, and unlike
 * the σ that cross-validation weighs data by they have the size of errors.
 */
export function heldOutNoise(parts: readonly HeldOutErrors[], degrees: number): number {
  let [count, squares] = [0, 0]
  for (const { errors, weight } of parts) {
    count += errors.length
    for (const error of errors) squares += weight * error * error
  }
  const size = Math.sqrt(squares / count)
  if (!(size > 0)) return 0
  const cost = (log: number): number => parts.reduce((sum, part) => sum + unlikelihood(part, Math.exp(2 * log), degrees), 0)
  const [low, high] = goldenSection(cost, Math.log(LEAST * size), Math.log(MOST * size), EVALUATIONS)
  return Math.exp(0.5 * (low + high))
}

function unlikelihood({ errors, open, weight }: HeldOutErrors, variance: number, degrees: number): number {
  let sum = 0
  for (let i = 0; i < errors.length; i++) {
    const scale = open[i] + variance / weight
    const square = (errors[i] * errors[i]) / scale
    sum += 0.5 * (Math.log(scale) + (degrees < Infinity ? (degrees + 1) * Math.log1p(square / degrees) : square))
  }
  return sum
}
