import { symmetricEigen } from "../../linalg/factorisations/symmetric-eigen.ts"

/** What a function says of a point. */
export interface SmoothPoint {
  readonly value: number
  readonly gradient: Float64Array
  /** Second derivatives, row-major, where they are known: steps are Newton's then. */
  readonly hessian?: Float64Array
  /** Where a fixed-point iteration of the same minimum would go next; tried first. */
  readonly fixedPoint?: Float64Array
}

export interface SmoothOptions {
  readonly lower: Float64Array
  readonly upper: Float64Array
  /** Guess of the second derivatives at the minimum, `[n]`: what the first quasi-Newton step divides by; 1 by default. */
  readonly curvature?: Float64Array
  /** Ends when the next step promises to lower the value by less than this, or less than its rounding; default 1e-9. */
  readonly tolerance?: number
  /** Default 200. */
  readonly iterations?: number
  /** Steps of the fixed-point iteration before quasi-Newton takes over; default 4. */
  readonly fixedPoints?: number
}

export interface SmoothMinimum<Point extends SmoothPoint> {
  readonly u: Float64Array
  readonly point: Point
  readonly iterations: number
  readonly evaluations: number
  readonly converged: boolean
  /** −1 on the lower bound with the gradient pointing out, +1 on the upper, 0 free, `[n]`. */
  readonly sides: Int8Array
}

/** No variable moves further than this in a step: the variables are logarithms. */
const REACH = 3

/** Rounding of a value, beside its size: sums of many terms of either sign are not known better. */
const ROUNDING = 1e-10

/** Shorter and shorter steps that a line search tries. */
const TRIALS = 12

/** Curvatures below this part of the largest are taken to be as large: along them the step is as long as it may be. */
const FLAT = 1e-4

/** Part of the promised decrease that has to come true (Armijo). */
const SUFFICIENT = 1e-4

/**
 * Minimum of a smooth function of a few dear-to-evaluate variables within bounds, by projected quasi-Newton (BFGS), or by Newton's method
 * where second derivatives are known, with a backtracking line search; the first steps follow a fixed-point iteration where there is one
 * and it descends. Monotone: no accepted step raises the value by more than its rounding.
 *
 * @param evaluate may answer a value of `Infinity` where the function is not defined
 * Source: Nocedal & Wright, Numerical Optimization (DOI 10.1007/978-0-387-40065-5), ch. 6; Bertsekas, DOI 10.1137/0320018.
 */
export function minimiseSmooth<Point extends SmoothPoint>(
  evaluate: (u: Float64Array) => Point,
  start: Float64Array,
  options: SmoothOptions,
): SmoothMinimum<Point> {
  const { lower, upper, curvature = start.map(() => 1), tolerance = 1e-9, iterations = 200, fixedPoints = 4 } = options
  const inside = (u: Float64Array): Float64Array => u.map((value, i) => Math.min(upper[i], Math.max(lower[i], value)))
  let u = inside(start)
  let point = evaluate(u)
  let evaluations = 1
  let inverse = diagonal(curvature)
  let fresh = true
  let iteration = 0
  let sides = sidesOf(u, point.gradient, lower, upper)
  for (; iteration < iterations; iteration++) {
    if (iteration < fixedPoints && point.fixedPoint) {
      const target = point.fixedPoint.map((value, i) => u[i] + Math.min(REACH, Math.max(-REACH, value - u[i])))
      const next = inside(target)
      const there = evaluate(next)
      evaluations++
      if (there.value < point.value) {
        u = next
        point = there
        sides = sidesOf(u, point.gradient, lower, upper)
        continue
      }
    }
    if (point.hessian) inverse = inverseOf(point.hessian, sides)
    let direction = descent(inverse, point.gradient, sides)
    let slope = dot(direction, point.gradient)
    if (!(slope < 0) && !fresh) {
      inverse = diagonal(curvature)
      fresh = true
      direction = descent(inverse, point.gradient, sides)
      slope = dot(direction, point.gradient)
    }
    const rounding = ROUNDING * Math.abs(point.value)
    if (!(-slope > Math.max(tolerance, rounding))) return { u, point, iterations: iteration, evaluations, converged: true, sides }
    const longest = direction.reduce((size, value) => Math.max(size, Math.abs(value)), 0)
    let step = Math.min(1, REACH / longest)
    let found: { readonly u: Float64Array; readonly point: Point } | undefined
    for (let trial = 0; trial < TRIALS; trial++) {
      const next = inside(u.map((value, i) => value + step * direction[i]))
      const there = evaluate(next)
      evaluations++
      const promised = point.gradient.reduce((sum, value, i) => sum + value * (next[i] - u[i]), 0)
      if (there.value <= point.value + SUFFICIENT * promised + rounding) {
        found = { u: next, point: there }
        break
      }
      // The minimum of the parabola through value, slope and the new value.
      const parabola = (-slope * step * step) / (2 * (there.value - point.value - slope * step))
      step = Number.isFinite(parabola) ? Math.min(0.5 * step, Math.max(0.1 * step, parabola)) : 0.2 * step
    }
    if (!found) {
      if (fresh || point.hessian) return { u, point, iterations: iteration, evaluations, converged: -slope <= 1e3 * tolerance, sides }
      inverse = diagonal(curvature)
      fresh = true
      continue
    }
    const moved = found.u.map((value, i) => value - u[i])
    const turned = found.point.gradient.map((value, i) => value - point.gradient[i])
    if (!point.hessian) fresh = !update(inverse, moved, turned, fresh) && fresh
    u = found.u
    point = found.point
    sides = sidesOf(u, point.gradient, lower, upper)
  }
  return { u, point, iterations: iteration, evaluations, converged: false, sides }
}

function sidesOf(u: Float64Array, gradient: Float64Array, lower: Float64Array, upper: Float64Array): Int8Array {
  return Int8Array.from(u, (value, i) => (value <= lower[i] && gradient[i] >= 0 ? -1 : value >= upper[i] && gradient[i] <= 0 ? 1 : 0))
}

/** −H⁻¹ g among the variables that are free. */
function descent(inverse: Float64Array, gradient: Float64Array, sides: Int8Array): Float64Array {
  const n = gradient.length
  return gradient.map((_, i) => {
    if (sides[i] !== 0) return 0
    let sum = 0
    for (let j = 0; j < n; j++) if (sides[j] === 0) sum -= inverse[i * n + j] * gradient[j]
    return sum
  })
}

/** The inverse of a Hessian with all curvatures made positive, among the variables that are free: it descends from saddles and crests too. */
function inverseOf(hessian: Float64Array, sides: Int8Array): Float64Array {
  const n = sides.length
  const free = [...sides.keys()].filter((i) => sides[i] === 0)
  const m = free.length
  const { values, vectors } = symmetricEigen(
    Float64Array.from({ length: m * m }, (_, at) => hessian[free[Math.floor(at / m)] * n + free[at % m]]),
    m,
  )
  const least = Math.max(FLAT * values.reduce((size, value) => Math.max(size, Math.abs(value)), 0), Number.MIN_VALUE)
  const inverse = new Float64Array(n * n)
  for (let e = 0; e < m; e++) {
    const part = 1 / Math.max(Math.abs(values[e]), least)
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < m; j++) inverse[free[i] * n + free[j]] += part * vectors[i * m + e] * vectors[j * m + e]
    }
  }
  return inverse
}

/** The BFGS update of the inverse Hessian, left out where the curvature along the step is not positive; tells whether it was made. */
function update(inverse: Float64Array, moved: Float64Array, turned: Float64Array, first: boolean): boolean {
  const n = moved.length
  const sy = dot(moved, turned)
  const yy = dot(turned, turned)
  if (!(sy > 1e-10 * Math.sqrt(dot(moved, moved) * yy)) || !(yy > 0)) return false
  const Hy = turned.map((_, i) => {
    let sum = 0
    for (let j = 0; j < n; j++) sum += inverse[i * n + j] * turned[j]
    return sum
  })
  if (first) {
    // The guess keeps its shape and takes the size that this step shows.
    const factor = sy / dot(turned, Hy)
    for (let at = 0; at < n * n; at++) inverse[at] *= factor
    for (let i = 0; i < n; i++) Hy[i] *= factor
  }
  const yHy = dot(turned, Hy)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      inverse[i * n + j] += ((1 + yHy / sy) * moved[i] * moved[j] - Hy[i] * moved[j] - moved[i] * Hy[j]) / sy
    }
  }
  return true
}

function diagonal(curvature: Float64Array): Float64Array {
  const n = curvature.length
  const inverse = new Float64Array(n * n)
  for (let i = 0; i < n; i++) inverse[i * n + i] = 1 / Math.max(curvature[i], 1e-12)
  return inverse
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i]
  return sum
}
