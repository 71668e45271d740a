/**
 * Expected size of errors as a function of what is known before the truth: s² = Σ_k a_k x_k, with features x_k ≥ 0 such as 1, the
 * posterior variance and the square of the force. Plain data.
 */
export interface ErrorScale {
  /** a_k ≥ 0 */
  readonly coefficients: readonly number[]
}

/** Rounds of the iteration; far more than it takes to settle to a percent. */
const ROUNDS = 300

/** Smallest part of the mean square error that the constant is taken for, so that no scale vanishes. */
const FLOOR = 1e-6

/**
 * The scale of greatest likelihood for normal errors e_i with weights w_i: minimises Σ w (ln s² + e²/s²) over a ≥ 0 by
 *
 *     a_k ← a_k √(Σ w x_k e²/s⁴ / Σ w x_k/s²)
 *
 * which never raises it. The first feature is to be 1. Source: the MM algorithm for variance components, Zhou, Hu, Zhou & Lange, DOI
 * 10.1080/10618600.2018.1529601.
 *
 * @param features by feature, `[data]`; errors, weights `[data]`
 */
export function fitErrorScale(features: readonly Float64Array[], errors: Float64Array, weights: Float64Array): ErrorScale {
  const total = sum(errors, (_, i) => weights[i])
  const square = sum(errors, (error, i) => weights[i] * error * error) / total
  const sizes = features.map((feature) => sum(feature, (value, i) => weights[i] * value) / total)
  const used = features.flatMap((_, k) => (sizes[k] > 0 ? [k] : []))
  const coefficients = features.map((_, k) => (sizes[k] > 0 ? square / (used.length * sizes[k]) : 0))
  if (!(square > 0)) return { coefficients: coefficients.fill(0) }
  const up = new Float64Array(features.length)
  const down = new Float64Array(features.length)
  for (let round = 0; round < ROUNDS; round++) {
    up.fill(0)
    down.fill(0)
    for (let i = 0; i < errors.length; i++) {
      let s2 = 0
      for (const k of used) s2 += coefficients[k] * features[k][i]
      const inverse = weights[i] / s2
      const ratio = (errors[i] * errors[i]) / s2
      for (const k of used) {
        up[k] += features[k][i] * inverse * ratio
        down[k] += features[k][i] * inverse
      }
    }
    for (const k of used) coefficients[k] *= Math.sqrt(up[k] / down[k])
    coefficients[0] = Math.max(coefficients[0], FLOOR * square)
  }
  return { coefficients }
}

/** s of the features of one datum. */
export function scaleAt({ coefficients }: ErrorScale, ...features: readonly number[]): number {
  return Math.sqrt(coefficients.reduce((total, coefficient, k) => total + coefficient * features[k], 0))
}

function sum(array: Float64Array, term: (value: number, index: number) => number): number {
  let total = 0
  for (let i = 0; i < array.length; i++) total += term(array[i], i)
  return total
}
