import { regularisedGamma } from "../../gamma.ts"

/** z with Φ(z) = p. Starts from Abramowitz & Stegun 26.2.23, right to 4.5·10⁻⁴, and takes two steps of Newton's method. */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`a probability must lie between 0 and 1, not ${p}`)
  const tail = Math.min(p, 1 - p)
  if (tail === 0.5) return 0
  const t = Math.sqrt(-2 * Math.log(tail))
  let z = t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
  for (let step = 0; step < 2; step++) {
    const beyond = z > 0 ? 0.5 * regularisedGamma(0.5, 0.5 * z * z).q : 1 - 0.5 * regularisedGamma(0.5, 0.5 * z * z).q
    z += (beyond - tail) * Math.sqrt(2 * Math.PI) * Math.exp(0.5 * z * z)
  }
  return p < 0.5 ? -z : z
}
