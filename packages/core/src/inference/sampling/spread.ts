import { Failure } from "../../failure/failure.ts"
import type { Triangle } from "../../linalg/triangle/triangle.ts"
import type { LeastSquaresProblem } from "../../solve/problem.ts"
import { covarianceFactor } from "../covariance.ts"

/** Components of a unit vector below this count as none. */
const REACH = 1e-8

/**
 * A square L with x̂ + L y, y ~ N(0, 1), about as wide as the density to be sampled, row-major `[n × n]`: the columns are the directions
 * of the Fisher information times their standard deviation √T/s, none longer than half the box. Parameters that are fixed have rows of
 * zeros.
 *
 * @throws Failure where neither data nor bounds end the density along a direction: it cannot be normalised then
 */
export function spreadOf(problem: LeastSquaresProblem, triangle: Triangle, temperature: number): Float64Array {
  const { n } = triangle
  const { directions, singularValues, rank, units } = covarianceFactor(triangle)
  const widths = problem.upper.map((upper, k) => 0.5 * (upper - problem.lower[k]))
  const L = new Float64Array(n * n)
  for (let l = 0; l < n; l++) {
    let length = l < rank ? Math.sqrt(temperature) / singularValues[l] : Infinity
    for (let k = 0; k < n; k++) {
      const part = Math.abs(directions[k * n + l])
      if (part > REACH && widths[k] > 0) length = Math.min(length, (widths[k] * units[k]) / part)
    }
    if (length === Infinity) {
      const names = problem.names.filter((_, k) => Math.abs(directions[k * n + l]) > REACH)
      throw new Failure(
        `neither data nor bounds end the probability along ${names.slice(0, 4).join(", ")}${names.length > 4 ? ", …" : ""}: it cannot be sampled`,
        {
          advice: "give these parameters bounds or priors, or fix one of them",
        },
      )
    }
    for (let k = 0; k < n; k++) L[k * n + l] = widths[k] > 0 ? (length * directions[k * n + l]) / units[k] : 0
  }
  return L
}

/** L y, `[n]`. */
export function timesSpread(L: Float64Array, y: Float64Array): Float64Array {
  const n = y.length
  const out = new Float64Array(n)
  for (let k = 0; k < n; k++) for (let l = 0; l < n; l++) out[k] += L[k * n + l] * y[l]
  return out
}

/** Folds a value back into an interval at its ends, as a mirror would. */
export function foldInto(value: number, lower: number, upper: number): number {
  if (lower === upper) return lower
  if (upper < Infinity && lower > -Infinity) {
    const width = upper - lower
    const phase = (((value - lower) % (2 * width)) + 2 * width) % (2 * width)
    return lower + Math.min(phase, 2 * width - phase)
  }
  if (value < lower) return 2 * lower - value
  return value > upper ? 2 * upper - value : value
}
