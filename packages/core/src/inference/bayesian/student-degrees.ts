import { digamma } from "../gamma.ts"

/** Range of ν: below, not even the variance of moderate samples says anything; above, noise is normal. */
const SMALLEST_DEGREES = 0.5
const LARGEST_DEGREES = 1000

/**
 * The next ν of Student's t noise in the expectation–maximisation of its likelihood: the root of
 *
 *     −ψ(ν/2) + ln(ν/2) + 1 + ⟨ln w − w⟩ + ψ((ν₀ + 1)/2) − ln((ν₀ + 1)/2) = 0
 *
 * with w the weights at the present ν₀, kept between 0.5 and 1000.
 *
 * Source: Lange, Little & Taylor, DOI 10.1080/01621459.1989.10478852.
 * @param spread ⟨ln w − w⟩, the mean over rows
 */
export function renewDegrees(degrees: number, spread: number): number {
  const constant = 1 + spread + digamma((degrees + 1) / 2) - Math.log((degrees + 1) / 2)
  const excess = (nu: number): number => constant - digamma(nu / 2) + Math.log(nu / 2)
  // Falls with ν.
  if (excess(LARGEST_DEGREES) >= 0) return LARGEST_DEGREES
  if (excess(SMALLEST_DEGREES) <= 0) return SMALLEST_DEGREES
  let [low, high] = [Math.log(SMALLEST_DEGREES), Math.log(LARGEST_DEGREES)]
  for (let i = 0; i < 60; i++) {
    const middle = 0.5 * (low + high)
    if (excess(Math.exp(middle)) > 0) low = middle
    else high = middle
  }
  return Math.exp(0.5 * (low + high))
}
