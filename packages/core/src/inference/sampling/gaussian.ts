import { createDraws } from "../../solve/global/draws.ts"
import type { Triangle } from "../../linalg/triangle/triangle.ts"
import { covarianceFactor } from "../covariance.ts"

export interface GaussianOptions {
  readonly seed: number
  /** T; default 1. */
  readonly temperature?: number
}

/**
 * Independent draws of N(x̂, T (RᵀR)⁻¹), the i-th from a random sequence of its own: the posterior of a linear model, exactly, or the Laplace
 * approximation of another. Directions that the triangle says nothing about stay where they are.
 */
export function gaussianSampler(triangle: Triangle, x: Float64Array, options: GaussianOptions): (index: number) => Float64Array {
  const { seed, temperature = 1 } = options
  const { rank, factor } = covarianceFactor(triangle)
  const size = Math.sqrt(temperature)
  return (index) => {
    const draws = createDraws(seed, index)
    const z = Float64Array.from({ length: rank }, () => size * draws.normal())
    return x.map((centre, k) => z.reduce((sum, value, l) => sum + factor[k * rank + l] * value, centre))
  }
}
