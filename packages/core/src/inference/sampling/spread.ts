import { Failure } from "../../failure/failure.ts"
import type { Triangle } from "../../linalg/triangle/triangle.ts"
import type { LeastSquaresProblem } from "../../solve/problem.ts"
import { type CovarianceFactor, covarianceFactor } from "../covariance.ts"

/** Components of a unit vector below this count as none. */
const REACH = 1e-8

/** What is done where neither data nor bounds end the density along a direction: it cannot be normalised. */
export type OpenDirections = "refuse" | "hold"

/**
 * A square L with x̂ + L y, y ~ N(0, 1), about as wide as the density to be sampled, row-major `[n × n]`: the columns are the directions
 * of the Fisher information times their standard deviation √T/s, none longer than half the box. Parameters that are fixed have rows of
 * zeros, and directions that are held columns of zeros.
 *
 * @throws Failure where neither data nor bounds end the density along a direction, unless it shall be held
 */
export function spreadOf(
  problem: LeastSquaresProblem,
  triangle: Triangle,
  temperature: number,
  open: OpenDirections = "refuse",
): Float64Array {
  const { n } = triangle
  const covariance = covarianceFactor(triangle)
  const { directions, units } = covariance
  const lengths = lengthsOf(problem, covariance, temperature)
  const L = new Float64Array(n * n)
  lengths.forEach((length, l) => {
    if (length === Infinity) {
      if (open === "hold") return
      throw new Failure(`neither data nor bounds end the probability along ${namesAlong(problem, covariance, l)}: it cannot be sampled`, {
        advice: "give these parameters bounds or priors, or fix one of them",
      })
    }
    for (let k = 0; k < n; k++) L[k * n + l] = problem.upper[k] > problem.lower[k] ? (length * directions[k * n + l]) / units[k] : 0
  })
  return L
}

/** The parameters along each direction that neither data nor bounds end, such as `a, b`. */
export function openDirections(problem: LeastSquaresProblem, triangle: Triangle): readonly string[] {
  const covariance = covarianceFactor(triangle)
  return Array.from(lengthsOf(problem, covariance, 1)).flatMap((length, l) =>
    length === Infinity ? [namesAlong(problem, covariance, l)] : [],
  )
}

/** Standard deviation along each direction, within the box; infinite where nothing ends it. */
function lengthsOf(
  { lower, upper }: LeastSquaresProblem,
  { n, directions, singularValues, rank, units }: CovarianceFactor,
  temperature: number,
): Float64Array {
  return Float64Array.from({ length: n }, (_, l) => {
    let length = l < rank ? Math.sqrt(temperature) / singularValues[l] : Infinity
    for (let k = 0; k < n; k++) {
      const part = Math.abs(directions[k * n + l])
      const width = 0.5 * (upper[k] - lower[k])
      if (part > REACH && width > 0) length = Math.min(length, (width * units[k]) / part)
    }
    return length
  })
}

function namesAlong({ names }: LeastSquaresProblem, { n, directions }: CovarianceFactor, l: number): string {
  const own = names.filter((_, k) => Math.abs(directions[k * n + l]) > REACH)
  return `${own.slice(0, 4).join(", ")}${own.length > 4 ? ", …" : ""}`
}

/** By direction: whether it moves at all. */
export function movingDirections(L: Float64Array): readonly boolean[] {
  const n = Math.sqrt(L.length)
  return Array.from({ length: n }, (_, l) => Array.from({ length: n }, (__, k) => L[k * n + l]).some((value) => value !== 0))
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
