import { addPrior } from "../../linalg/triangle/add-prior.ts"
import { norm } from "../../linalg/norm.ts"
import { gradientOf, timesTriangle } from "../../linalg/triangle/measures.ts"
import { solveUpper, solveUpperTransposed } from "../../linalg/triangle/solve-triangular.ts"
import { scaleColumns, selectColumns } from "../../linalg/triangle/change-columns.ts"
import { projectionOf, type Triangle } from "../../linalg/triangle/triangle.ts"
import { solveLinear } from "../linear/solve-linear.ts"
import { solveBounded } from "../linear/solve-bounded.ts"
import type { LeastSquaresProblem } from "../problem.ts"

/** A step that may be made. */
export interface Trial {
  readonly x: Float64Array
  /** Fall of ½‖r‖² that the linear model promises. */
  readonly promised: number
  /** ‖D δ‖ */
  readonly length: number
  /** λ; zero for a Gauss–Newton step within the radius. */
  readonly lambda: number
  /** False when the bend along the geodesic is too large beside the step to be trusted. */
  readonly usable: boolean
}

/** Largest ratio of the second-order to the first-order part of a step; arXiv:1201.5885 §4.2. */
const LARGEST_BEND = 0.75
/** A step is as long as the radius when within this much of it. */
const SLACK = 0.1
const SEARCHES = 30

/**
 * The minimiser of ‖r + J δ‖² within the bounds and within ‖D δ‖ ≤ radius, bent by half the geodesic acceleration a that solves
 * (JᵀJ + λD²) a = −Jᵀ r″, where the problem gives r″.
 *
 * @param units D, all positive
 * @param guess λ of the step before
 */
export async function trustRegionStep(
  problem: LeastSquaresProblem,
  x: Float64Array,
  triangle: Triangle,
  units: Float64Array,
  radius: number,
  guess: number,
  accelerate: boolean,
): Promise<Trial> {
  const scaled = scaleColumns(
    triangle,
    units.map((unit) => 1 / unit),
  )
  const lower = problem.lower.map((bound, k) => (bound - x[k]) * units[k])
  const upper = problem.upper.map((bound, k) => (bound - x[k]) * units[k])
  const { y, free, lambda } = stepOfLength(scaled, lower, upper, radius, guess)
  const promised = promisedFall(scaled, y)
  const bent = y.slice()
  let usable = true
  if (accelerate && problem.curvature && promised > 0 && free.length > 0) {
    const pull = await problem.curvature(
      x,
      y.map((value, k) => value / units[k]),
    )
    const bend = geodesicBend(
      scaled,
      lambda,
      free,
      pull.map((value, k) => value / units[k]),
    )
    const size = norm(bend)
    if (Number.isFinite(size)) {
      usable = size <= LARGEST_BEND * norm(y)
      for (let k = 0; k < y.length; k++) bent[k] += 0.5 * bend[k]
    }
  }
  return { x: landing(problem, x, bent, units, lower, upper), promised, length: norm(y), lambda, usable }
}

interface BoxStep {
  readonly y: Float64Array
  /** Parameters not on a bound. */
  readonly free: readonly number[]
}

/** The λ, and its step, for which ‖y‖ equals the radius within the slack; λ = 0 if the whole step is no longer than that. */
function stepOfLength(
  scaled: Triangle,
  lower: Float64Array,
  upper: Float64Array,
  radius: number,
  guess: number,
): BoxStep & { readonly lambda: number } {
  const whole = boundedStep(scaled, 0, lower, upper)
  if (norm(whole.y) <= radius * (1 + SLACK)) return { ...whole, lambda: 0 }
  // ‖y(λ)‖ falls with λ, and ‖y‖ ≤ ‖Jᵀr‖ / λ.
  let below = 0
  let above = norm(gradientOf(scaled)) / radius
  let lambda = guess > 0 && guess < above ? guess : above * 1e-3
  let step = whole
  for (let search = 0; search < SEARCHES; search++) {
    step = boundedStep(scaled, lambda, lower, upper)
    const length = norm(step.y)
    if (Math.abs(length / radius - 1) <= SLACK) break
    if (length > radius) below = lambda
    else above = lambda
    const next = hebden(lambda, length, radius)
    const inside = next > below && next < above
    lambda = inside ? next : below > 0 ? Math.sqrt(below * above) : Math.min(above / 10, lambda / 10)
    if (lambda < above * 1e-30) break
  }
  return { ...step, lambda }
}

/** The λ at which a length that falls as 1/λ for long, and less for short, steps would be the radius. */
function hebden(lambda: number, length: number, radius: number): number {
  return lambda * (length / radius) ** 1.5
}

/** Minimises ‖q + R y‖² + λ‖y‖² within a box around 0. */
function boundedStep(scaled: Triangle, lambda: number, lower: Float64Array, upper: Float64Array): BoxStep {
  const { n } = scaled
  const damped = lambda > 0 ? addPrior(scaled, new Float64Array(n).fill(Math.sqrt(lambda))) : scaled
  const y = lambda > 0 ? solveFullRank(damped) : solveLinear(damped).value
  if (y.every((value, k) => value > lower[k] && value < upper[k])) return { y, free: [...y.keys()] }
  const { value, stats } = solveBounded(damped, lower, upper)
  return { y: value, free: [...value.keys()].filter((k) => stats.sides[k] === 0) }
}

function solveFullRank(triangle: Triangle): Float64Array {
  const { n, data } = triangle
  return solveUpper(
    data,
    n + 1,
    n,
    projectionOf(triangle).map((value) => -value),
  )
}

/** ½‖r‖² − ½‖r + J δ‖² = −(R δ)·(q + ½ R δ), without the cancellation of the first form. */
function promisedFall(triangle: Triangle, delta: Float64Array): number {
  const change = timesTriangle(triangle, delta)
  const q = projectionOf(triangle)
  let fall = 0
  for (let i = 0; i < q.length; i++) fall -= change[i] * (q[i] + 0.5 * change[i])
  return fall
}

/** a = −(JᵀJ + λI)⁻¹ Jᵀr″ in the free parameters, zero in those on a bound. */
function geodesicBend(scaled: Triangle, lambda: number, free: readonly number[], pull: Float64Array): Float64Array {
  const k = free.length
  // A Gauss–Newton step still needs a little damping here, in case R is singular.
  const root = Math.sqrt(Math.max(lambda, 1e-14))
  const { data } = addPrior(selectColumns(scaled, free), new Float64Array(k).fill(root))
  const y = solveUpperTransposed(
    data,
    k + 1,
    k,
    Float64Array.from(free, (index) => -pull[index]),
  )
  const a = solveUpper(data, k + 1, k, y)
  const bend = new Float64Array(scaled.n)
  free.forEach((index, i) => (bend[index] = a[i]))
  return bend
}

/** x + D⁻¹ y within the bounds; a step that ends on a bound lands on it exactly, whatever the rounding of the sum. */
function landing(
  problem: LeastSquaresProblem,
  x: Float64Array,
  y: Float64Array,
  units: Float64Array,
  lower: Float64Array,
  upper: Float64Array,
): Float64Array {
  return x.map((value, k) => {
    if (y[k] <= lower[k]) return problem.lower[k]
    if (y[k] >= upper[k]) return problem.upper[k]
    return Math.min(problem.upper[k], Math.max(problem.lower[k], value + y[k] / units[k]))
  })
}
