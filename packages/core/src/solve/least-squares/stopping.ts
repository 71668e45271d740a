import { norm } from "../../linalg/norm.ts"
import { gradientOf, residualSquared } from "../../linalg/triangle/measures.ts"
import type { Triangle } from "../../linalg/triangle/triangle.ts"
import type { LeastSquaresProblem } from "../problem.ts"
import { type SolverStatus, show } from "../status.ts"
import type { LevenbergMarquardtOptions } from "./options.ts"
import type { LevenbergMarquardtState } from "./state.ts"

/** What the stopping rule looks at: the point just linearised. */
export interface Look {
  readonly problem: LeastSquaresProblem
  readonly x: Float64Array
  readonly triangle: Triangle
  readonly norms: Float64Array
  readonly state: LevenbergMarquardtState
  readonly settings: Required<LevenbergMarquardtOptions>
}

/** Steps whose gains halve at least: what is still to come is no more than the last one gained. */
const SETTLING = 2

/** Why the iteration ends here, or null when it goes on. */
export function judge(look: Look): Pick<SolverStatus, "outcome" | "sentence"> | null {
  const { state, settings } = look
  if (state.cost === 0) return converged("the cost is exactly zero")
  const size = Math.sqrt(residualSquared(look.triangle))
  const terms = norm(look.norms.map((length, k) => length * look.x[k]))
  if (size <= Number.EPSILON * terms) {
    return converged(
      `the residual norm ${show(size)} is lost in the rounding of the terms of norm ${show(terms)} that it is the difference of`,
    )
  }
  const cosine = largestCosine(look, size)
  if (cosine <= settings.gradientTolerance) {
    return converged(
      `the residual is orthogonal to every direction that the parameters can move it in (largest cosine ${show(cosine)}, limit ${show(settings.gradientTolerance)})`,
    )
  }
  if (state.slow >= settings.patience) {
    return converged(`the cost fell by less than ${show(settings.costTolerance)} of itself in ${state.slow} steps running`)
  }
  if (state.slow > 0 && state.shrinking >= SETTLING) {
    return converged(
      `the cost fell by less than ${show(settings.costTolerance)} of itself in the last step, and each of the last ${state.shrinking} gained half of the one before at most`,
    )
  }
  if (state.moved !== null && state.moved <= settings.stepTolerance) {
    return converged(`the last step moved the parameters by ${show(state.moved)} of themselves (limit ${show(settings.stepTolerance)})`)
  }
  if (state.iteration >= settings.iterations) {
    const sentence = `stopped at the limit of ${settings.iterations} iterations with cost ${show(state.cost)}; the largest cosine between residual and derivatives is still ${show(cosine)}`
    return { outcome: "limit", sentence }
  }
  return null
}

function converged(why: string): Pick<SolverStatus, "outcome" | "sentence"> {
  return { outcome: "converged", sentence: `converged: ${why}` }
}

/** max |J_k·r| / ‖J_k‖‖r‖ over the parameters that are free to go downhill. */
function largestCosine({ problem, x, triangle, norms }: Look, size: number): number {
  let largest = 0
  gradientOf(triangle).forEach((slope, k) => {
    const held = (slope > 0 && x[k] <= problem.lower[k]) || (slope < 0 && x[k] >= problem.upper[k])
    if (!held && norms[k] > 0) largest = Math.max(largest, Math.abs(slope) / norms[k] / size)
  })
  return largest
}

/** Parameters on a bound, and parameters that no residual feels, by name; without numbers, which may be logarithms. */
export function noteworthy({ problem, x, norms }: Pick<Look, "problem" | "x" | "norms">): readonly string[] {
  return problem.names.flatMap((name, k) => {
    if (problem.lower[k] === problem.upper[k]) return []
    const notes: string[] = []
    if (x[k] <= problem.lower[k]) notes.push(`${name} lies on its lower bound`)
    if (x[k] >= problem.upper[k]) notes.push(`${name} lies on its upper bound`)
    if (norms[k] === 0) notes.push(`${name} has no effect on any residual and keeps its value`)
    return notes
  })
}
