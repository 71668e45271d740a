import { columnNorms, gradientOf, residualSquaredAfter } from "../../linalg/triangle/measures.ts"
import { selectColumns, shiftTriangle } from "../../linalg/triangle/change-columns.ts"
import type { Triangle } from "../../linalg/triangle/triangle.ts"
import { type SolverResult, show } from "../status.ts"
import { solveLinear } from "./solve-linear.ts"

export interface BoundedStats {
  /** −1 on the lower bound, +1 on the upper, 0 free, `[n]`. */
  readonly sides: Int8Array
  /** Least-squares solutions of free subsets. */
  readonly solves: number
}

/**
 * The step δ within lower ≤ δ ≤ upper (0 among them) that minimises ‖r + J δ‖², by an active set: free parameters are solved for; the
 * first bound met on the way is taken into the set; once inside, the parameter whose bound most wants to be left is freed.
 * Each round lowers the cost, so no set comes twice and the method ends; with lower = 0 it is non-negative least squares.
 *
 * Source: Lawson & Hanson, Solving Least Squares Problems (DOI 10.1137/1.9781611971217), ch. 23; Stark & Parker, Comput. Stat. 10,
 * 129 (1995).
 */
export function solveBounded(triangle: Triangle, lower: Float64Array, upper: Float64Array): SolverResult<Float64Array, BoundedStats> {
  const { n } = triangle
  for (let k = 0; k < n; k++) {
    if (!(lower[k] <= 0 && upper[k] >= 0)) throw new RangeError(`bounds [${lower[k]}, ${upper[k]}] of step ${k} leave out 0`)
  }
  const norms = columnNorms(triangle).map((size, k) => (lower[k] < upper[k] ? size : 0))
  const delta = new Float64Array(n)
  const sides = startingSides(gradientOf(triangle), lower, upper)
  const barred = new Uint8Array(n)
  const limit = 10 * n + 10
  let freed = -1
  for (let solves = 1; solves <= limit; solves++) {
    const shifted = shiftTriangle(triangle, delta)
    const free = [...sides.keys()].filter((k) => sides[k] === 0)
    const step = solveLinear(selectColumns(shifted, free)).value
    let blocked = false
    if (freed >= 0 && pointsOutward(step[free.indexOf(freed)], freed, delta, lower, upper)) {
      // Rounding freed a parameter that goes straight back: it stays where it is until another step has been made.
      sides[freed] = delta[freed] === lower[freed] ? -1 : 1
      barred[freed] = 1
    } else {
      const fraction = advance(step, free, delta, sides, lower, upper)
      if (fraction > 0) barred.fill(0)
      blocked = fraction < 1
    }
    freed = blocked ? -1 : mostWanted(shiftTriangle(triangle, delta), sides, barred, norms)
    if (!blocked && freed < 0) return finish(triangle, delta, sides, solves, "")
    if (freed >= 0) sides[freed] = 0
  }
  return finish(triangle, delta, sides, limit, `stopped after ${limit} changes of the set of parameters on bounds`)
}

/** Parameters that start on a bound and want to go further out are on it; the others are free. */
function startingSides(gradient: Float64Array, lower: Float64Array, upper: Float64Array): Int8Array {
  return Int8Array.from(gradient, (slope, k) => {
    if (lower[k] === upper[k]) return -1
    if (lower[k] === 0 && slope >= 0) return -1
    if (upper[k] === 0 && slope <= 0) return 1
    return 0
  })
}

function pointsOutward(step: number, k: number, delta: Float64Array, lower: Float64Array, upper: Float64Array): boolean {
  return delta[k] === lower[k] ? step <= 0 : delta[k] === upper[k] ? step >= 0 : false
}

/** Goes along the step to its end or to the first bound, where it puts whoever met it; gives the fraction of the step made. */
function advance(
  step: Float64Array,
  free: readonly number[],
  delta: Float64Array,
  sides: Int8Array,
  lower: Float64Array,
  upper: Float64Array,
): number {
  let fraction = 1
  free.forEach((k, i) => {
    const target = delta[k] + step[i]
    if (target < lower[k]) fraction = Math.min(fraction, (lower[k] - delta[k]) / step[i])
    if (target > upper[k]) fraction = Math.min(fraction, (upper[k] - delta[k]) / step[i])
  })
  free.forEach((k, i) => {
    const target = delta[k] + fraction * step[i]
    const wall = step[i] < 0 ? lower[k] : upper[k]
    const meets = fraction < 1 && step[i] !== 0 && (wall - delta[k]) / step[i] <= fraction
    delta[k] = meets ? wall : Math.min(upper[k], Math.max(lower[k], target))
    if (meets) sides[k] = step[i] < 0 ? -1 : 1
  })
  return fraction
}

/** The parameter on a bound whose gradient, beside its column's norm, points inward most; −1 when none does beyond rounding. */
function mostWanted(triangle: Triangle, sides: Int8Array, barred: Uint8Array, norms: Float64Array): number {
  const gradient = gradientOf(triangle)
  let best = -1
  let largest = 0
  sides.forEach((side, k) => {
    const pull = norms[k] > 0 ? (side * gradient[k]) / norms[k] : 0
    if (side !== 0 && barred[k] === 0 && pull > largest) {
      largest = pull
      best = k
    }
  })
  return best
}

function finish(
  triangle: Triangle,
  delta: Float64Array,
  sides: Int8Array,
  solves: number,
  trouble: string,
): SolverResult<Float64Array, BoundedStats> {
  const bound = sides.reduce((count, side) => count + Math.abs(side), 0)
  const cost = 0.5 * residualSquaredAfter(triangle, delta)
  const sentence = trouble || `solved: ${bound} of ${triangle.n} parameters are on a bound, cost ${show(cost)}`
  return { value: delta, status: { outcome: trouble ? "limit" : "converged", sentence, notes: [] }, stats: { sides, solves } }
}
