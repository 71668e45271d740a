import { SpecFailure } from "../../failure/failure.ts"
import type { Triangle } from "../../linalg/triangle/triangle.ts"
import type { ParameterConstraint } from "../../objective/constraints.ts"
import type { Objective } from "../../objective/objective.ts"
import { columnScales, freeVector } from "../../objective/parameter-space.ts"
import type { LinearConstraint } from "../../solve/linear/constrained/constraint.ts"
import { solveConstrained } from "../../solve/linear/constrained/solve-constrained.ts"
import { solveBounded } from "../../solve/linear/solve-bounded.ts"

/**
 * A step from θ that keeps the bounds of the free parameters and the conditions of the settings: itself where it does, else the minimum
 * of the triangle of all data and penalties that does.
 * @throws SpecFailure where no step meets all conditions, or the data leave too much open to say which does
 */
export function constrainedStep(objective: Objective, theta: Float64Array, total: Triangle, step: Float64Array): Float64Array {
  const { space, constraints } = objective
  const start = freeVector(space, theta)
  const open = Array.from(space.profiled, () => Infinity)
  const lower = Float64Array.of(...open.map((value) => -value), ...space.lower.map((bound, i) => bound - start[i]))
  const upper = Float64Array.of(...open, ...space.upper.map((bound, i) => bound - start[i]))
  const within = step.every((value, k) => value >= lower[k] && value <= upper[k])
  if (constraints.length === 0) return within ? step : solveBounded(total, lower, upper).value
  const equalities = constraints.flatMap((one) => (one.relation === "equal" ? onColumns(objective, theta, one) : []))
  const inequalities = constraints.flatMap((one) => (one.relation === "at least" ? onColumns(objective, theta, one) : []))
  const someBounds = [...lower, ...upper].some(Number.isFinite)
  try {
    return solveConstrained(total, { equalities, inequalities, ...(someBounds && { lower, upper }) }).value
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new SpecFailure(error.message, { path: ["objective", "constraints"], advice: "leave some of them out, or give a penalty" })
  }
}

/** A condition on the step from θ; ties and fixed parameters are worked in. @throws SpecFailure where nothing free is left of it. */
function onColumns({ space }: Objective, theta: Float64Array, constraint: ParameterConstraint): LinearConstraint[] {
  const scales = columnScales(space, theta)
  const entries = new Map<number, number>()
  let value = constraint.value
  constraint.parameters.forEach((k, j) => {
    value -= constraint.coefficients[j] * theta[k]
    const column = space.columns[k]
    if (column >= 0) entries.set(column, (entries.get(column) ?? 0) + constraint.coefficients[j] * scales[k])
  })
  const moving = [...entries].filter(([, coefficient]) => coefficient !== 0)
  if (moving.length > 0) return [{ columns: moving.map(([column]) => column), coefficients: moving.map(([, one]) => one), value }]
  const met = constraint.relation === "equal" ? Math.abs(value) < 1e-9 : value <= 1e-9
  if (met) return []
  throw new SpecFailure(`a condition on ${constraint.parameters.map((k) => space.layout[k].key).join(", ")} is violated by fixed values`, {
    path: ["objective", "constraints", constraint.index],
  })
}
