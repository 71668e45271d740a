import { addPrior } from "../../linalg/triangle/addPrior.ts"
import { norm } from "../../linalg/norm.ts"
import { timesTriangle } from "../../linalg/triangle/measures.ts"
import { solveUpper, solveUpperTransposed } from "../../linalg/triangle/solveTriangular.ts"
import { selectColumns } from "../../linalg/triangle/triangle.ts"
import { solveBounded } from "../linear/solveBounded.ts"
import type { LeastSquaresProblem, Triangle } from "../problem.ts"

/** A step that may be made. */
export interface Trial {
  readonly x: Float64Array
  /** Fall of ½‖r‖² that the linear model promises. */
  readonly promised: number
  /** ‖D δ‖ beside ‖D x‖ */
  readonly moved: number
  /** False when the bend along the geodesic is too large beside the step to be trusted. */
  readonly usable: boolean
}

/** Largest ratio of the second-order to the first-order part of a step; arXiv:1201.5885 §4.2. */
const LARGEST_BEND = 0.75

/**
 * The minimiser of ‖r + J δ‖² + λ‖D δ‖² within the bounds, bent by half the geodesic acceleration a that solves
 * (JᵀJ + λD²) a = −Jᵀ r″, where the problem gives r″.
 */
export async function dampedStep(
  problem: LeastSquaresProblem,
  x: Float64Array,
  triangle: Triangle,
  scale: Float64Array,
  lambda: number,
  accelerate: boolean,
): Promise<Trial> {
  const root = Math.sqrt(lambda)
  const units = scale.map((size) => (size > 0 ? size : 1))
  const damped = addPrior(
    triangle,
    units.map((size) => root * size),
  )
  const lower = problem.lower.map((bound, k) => bound - x[k])
  const upper = problem.upper.map((bound, k) => bound - x[k])
  const { delta, free } = boundedStep(damped, lower, upper)
  const promised = promisedFall(triangle, delta)
  let usable = true
  if (accelerate && problem.curvature && promised > 0 && free.length > 0) {
    const bend = geodesicBend(damped, free, await problem.curvature(x, delta))
    const size = scaledNorm(units, bend)
    if (Number.isFinite(size)) {
      usable = size <= LARGEST_BEND * scaledNorm(units, delta)
      for (let k = 0; k < delta.length; k++) delta[k] += 0.5 * bend[k]
    }
  }
  const next = landing(problem, x, delta, lower, upper)
  const moved =
    scaledNorm(
      units,
      next.map((value, k) => value - x[k]),
    ) / scaledNorm(units, next)
  return { x: next, promised, moved: Number.isNaN(moved) ? 0 : moved, usable }
}

function boundedStep(damped: Triangle, lower: Float64Array, upper: Float64Array): { delta: Float64Array; free: readonly number[] } {
  const { n, data } = damped
  const target = Float64Array.from({ length: n }, (_, i) => -data[i * (n + 1) + n])
  const delta = solveUpper(data, n + 1, n, target)
  if (delta.every((value, k) => value > lower[k] && value < upper[k])) return { delta, free: [...delta.keys()] }
  const { value, stats } = solveBounded(damped, lower, upper)
  return { delta: value, free: [...value.keys()].filter((k) => stats.sides[k] === 0) }
}

/** ½‖r‖² − ½‖r + J δ‖² = −(R δ)·(q + ½ R δ), without the cancellation of the first form. */
function promisedFall(triangle: Triangle, delta: Float64Array): number {
  const { n, data } = triangle
  const change = timesTriangle(triangle, delta)
  let fall = 0
  for (let i = 0; i < n; i++) fall -= change[i] * (data[i * (n + 1) + n] + 0.5 * change[i])
  return fall
}

/** a = −(JᵀJ + λD²)⁻¹ Jᵀr″ in the free parameters, zero in those on a bound. */
function geodesicBend(damped: Triangle, free: readonly number[], pull: Float64Array): Float64Array {
  const k = free.length
  const { data } = k === damped.n ? damped : selectColumns(damped, free)
  const y = solveUpperTransposed(
    data,
    k + 1,
    k,
    Float64Array.from(free, (index) => -pull[index]),
  )
  const a = solveUpper(data, k + 1, k, y)
  const bend = new Float64Array(damped.n)
  free.forEach((index, i) => (bend[index] = a[i]))
  return bend
}

/** x + δ within the bounds; a step that ends on a bound lands on it exactly, whatever the rounding of the sum. */
function landing(
  problem: LeastSquaresProblem,
  x: Float64Array,
  delta: Float64Array,
  lower: Float64Array,
  upper: Float64Array,
): Float64Array {
  return x.map((value, k) => {
    if (delta[k] <= lower[k]) return problem.lower[k]
    if (delta[k] >= upper[k]) return problem.upper[k]
    return Math.min(problem.upper[k], Math.max(problem.lower[k], value + delta[k]))
  })
}

function scaledNorm(units: Float64Array, step: Float64Array): number {
  return norm(step.map((value, k) => value * units[k]))
}
