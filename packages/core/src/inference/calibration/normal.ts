import { chiSquaredQuantile } from "../chi-squared.ts"
import { regularisedGamma } from "../gamma.ts"

/** Probability that a normal variable lies within z standard deviations of its mean, erf(z/√2). */
export function normalCoverage(z: number): number {
  return Number.isNaN(z) ? NaN : regularisedGamma(0.5, (z * z) / 2).p
}

/** How many standard deviations about the mean hold a normal variable with the given probability: 1.96 for 0.95. */
export function normalHalfWidth(probability: number): number {
  return Math.sqrt(chiSquaredQuantile(probability, 1))
}
