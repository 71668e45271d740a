import { logGamma, regularisedGamma } from "../gamma.ts"

/** Degrees of freedom beyond which Student's t distribution is the normal one. */
const NORMAL = 1e6

/** Part of Student's t distribution of ν degrees of freedom that lies further than t from its centre, P(|T| > t), t ≥ 0; ν may be ∞. */
export function studentTails(t: number, degrees: number): number {
  if (degrees > NORMAL) return regularisedGamma(0.5, 0.5 * t * t).q
  return regularisedBeta(degrees / (degrees + t * t), degrees / 2, 0.5)
}

/** The t with P(T < t) = p, for Student's t distribution of ν degrees of freedom; ∞: the normal distribution. */
export function studentQuantile(p: number, degrees: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`a probability must lie between 0 and 1, not ${p}`)
  if (!(degrees > 0)) throw new RangeError(`degrees of freedom must be positive, not ${degrees}`)
  const outside = 2 * Math.min(p, 1 - p)
  if (outside === 1) return 0
  const sign = p < 0.5 ? -1 : 1
  let [low, high] = [0, 1]
  while (studentTails(high, degrees) > outside) [low, high] = [high, 2 * high]
  for (let halving = 0; halving < 60; halving++) {
    const middle = 0.5 * (low + high)
    if (studentTails(middle, degrees) > outside) low = middle
    else high = middle
  }
  return sign * 0.5 * (low + high)
}

/**
 * Regularised incomplete beta function I_x(a, b), 0 ≤ x ≤ 1, by its continued fraction.
 *
 * Source: DLMF 8.17.22, https://dlmf.nist.gov/8.17
 */
export function regularisedBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  // The fraction converges fast below the mean; beyond, I_x(a, b) = 1 − I_{1−x}(b, a).
  if (x > (a + 1) / (a + b + 2)) return 1 - regularisedBeta(1 - x, b, a)
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b)) / a
  let [value, c, d] = [1, 1, 0]
  for (let j = 1; j < 10_000; j++) {
    const m = j >> 1
    const [upper, lower] =
      j % 2 === 0 ? [m * (b - m), (a + 2 * m - 1) * (a + 2 * m)] : [-(a + m) * (a + b + m), (a + 2 * m) * (a + 2 * m + 1)]
    const term = (upper / lower) * x
    d = 1 / (1 + term * d || Number.MIN_VALUE)
    c = 1 + term / c || Number.MIN_VALUE
    value *= c * d
    if (Math.abs(c * d - 1) < 1e-15) break
  }
  return front / value
}
