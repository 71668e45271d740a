import { selectColumns } from "../../linalg/triangle/change-columns.ts"
import { columnNorms, isFiniteTriangle, residualSquared } from "../../linalg/triangle/measures.ts"
import { solveUpper } from "../../linalg/triangle/solve-triangular.ts"
import { factorOf, projectionOf } from "../../linalg/triangle/triangle.ts"
import type { LeastSquaresProblem } from "../../solve/problem.ts"

/** A minimum that was followed. */
export interface TrackedMinimum {
  readonly x: Float64Array
  readonly cost: number
}

/** Steps at most. */
const STEPS = 6
/** A step must lower the cost by this part of what its parabola promises. */
const KEPT = 0.5
/** Part of the length of a column that must stand out of the others. */
const APART = 1e-9

/**
 * The minimum of ½‖r‖² near a start that is next to it, by Gauss and Newton's steps
 *
 *     δ = −R⁻¹q        ½‖r‖² → ½‖r‖² − ½‖q‖²        R, q of the triangle at the point
 *
 * each of one linearisation, where the minimum that was searched for from afar takes several and as many costs besides. Ends at the minimum of
 * the parabola of the last point once that promises no more than `tolerance`. Null where this is no place for it: bounds are met,
 * directions are open, or promises are broken.
 */
export async function trackMinimum(problem: LeastSquaresProblem, start: Float64Array, tolerance: number): Promise<TrackedMinimum | null> {
  const free = Array.from(start.keys()).filter((k) => problem.lower[k] < problem.upper[k])
  let x = start
  let most = Infinity
  for (let step = 0; step < STEPS; step++) {
    const triangle = await problem.linearise(x)
    if (!isFiniteTriangle(triangle)) return null
    const cost = 0.5 * residualSquared(triangle)
    if (cost > most) return null
    const open = selectColumns(triangle, free)
    const R = factorOf(open)
    const n = free.length
    const norms = columnNorms(open)
    for (let k = 0; k < n; k++) if (!(Math.abs(R[k * (n + 1)]) > APART * norms[k])) return null
    const q = projectionOf(open)
    const promised = 0.5 * q.reduce((sum, value) => sum + value * value, 0)
    const delta = solveUpper(R, n, n, q)
    x = x.slice()
    for (let k = 0; k < n; k++) x[free[k]] -= delta[k]
    if (free.some((k) => x[k] <= problem.lower[k] || x[k] >= problem.upper[k])) return null
    if (promised <= tolerance) return { x, cost: cost - promised }
    most = cost - KEPT * promised
  }
  return null
}
