import type { Draws } from "../../solve/global/draws.ts"
import { gammaDraw } from "../sampling/gamma-draw.ts"

/** How data are drawn anew: as often as there are of them with replacement, or with weights of a flat Dirichlet distribution. */
export type Resampling = "counts" | "dirichlet"

/**
 * Weights of resampled units, which sum to their number: how often each was drawn, of mean 1 and variance 1 − 1/n, or, as smooth as the posterior of
 * their frequencies, n times Dirichlet(1, …, 1), of mean 1 and variance (n − 1)/(n + 1).
 *
 * Sources: Efron, DOI 10.1214/aos/1176344552; Rubin, DOI 10.1214/aos/1176345338.
 */
export function resampledWeights(count: number, resampling: Resampling, draws: Draws): Float64Array {
  if (resampling === "counts") {
    const weights = new Float64Array(count)
    for (let i = 0; i < count; i++) weights[draws.index(count)]++
    return weights
  }
  const weights = Float64Array.from({ length: count }, () => gammaDraw(1, draws))
  const sum = weights.reduce((total, value) => total + value, 0)
  return weights.map((value) => (count * value) / sum)
}
