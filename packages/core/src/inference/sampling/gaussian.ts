import { createDraws } from "../../solve/global/draws.ts"
import type { Triangle } from "../../linalg/triangle/triangle.ts"
import { covarianceFactor } from "../covariance.ts"

export interface GaussianOptions {
  readonly seed: number
  /** T; default 1. */
  readonly temperature?: number
  /** Number of the first draw, so that draws can be made in parts; default 0. */
  readonly first?: number
}

/**
 * Independent draws of N(x̂, T (RᵀR)⁻¹), each of its own random sequence: the posterior of a linear model, exactly, or the Laplace
 * approximation of another. Directions that the triangle says nothing about stay where they are.
 */
export function gaussianSamples(triangle: Triangle, x: Float64Array, count: number, options: GaussianOptions): Float64Array[] {
  const { seed, temperature = 1, first = 0 } = options
  const { n, rank, factor } = covarianceFactor(triangle)
  const size = Math.sqrt(temperature)
  return Array.from({ length: count }, (_, i) => {
    const draws = createDraws(seed, first + i)
    const z = Float64Array.from({ length: rank }, () => size * draws.normal())
    return Float64Array.from({ length: n }, (_, k) => z.reduce((sum, value, l) => sum + factor[k * rank + l] * value, x[k]))
  })
}
