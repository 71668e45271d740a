import { Failure } from "../failure/failure.ts"
import { isFiniteTriangle } from "../linalg/triangle/measures.ts"
import { solveBounded } from "../solve/linear/solve-bounded.ts"
import { solveLinear } from "../solve/linear/solve-linear.ts"
import type { LeastSquaresProblem } from "../solve/problem.ts"
import type { Solver, SolverState } from "../solve/solver.ts"

/**
 * The solver of problems that are linear in all their parameters: one step to the minimum, within the bounds.
 * @throws Failure (from `init`) when a parameter is not linear.
 */
export function linearSolver(): Solver<SolverState> {
  return Object.freeze({
    init: async (problem: LeastSquaresProblem, start: Float64Array) => {
      const bent = problem.names.filter((_, k) => !problem.linear[k])
      if (bent.length > 0) {
        throw new Failure(`the predictions are not linear in ${bent.slice(0, 5).join(", ")}${bent.length > 5 ? ", …" : ""}`, {
          advice: "fix these parameters, or use solver kind auto",
        })
      }
      const x = start.map((value, k) => Math.min(problem.upper[k], Math.max(problem.lower[k], value)))
      return { iteration: 0, x: Array.from(x), cost: await problem.cost(x), status: null }
    },
    step: async (problem: LeastSquaresProblem, state: SolverState) => {
      const x = Float64Array.from(state.x)
      const triangle = await problem.linearise(x)
      if (!isFiniteTriangle(triangle)) throw new Failure("a prediction or its derivative is not finite at the start values")
      const lower = problem.lower.map((bound, k) => bound - x[k])
      const upper = problem.upper.map((bound, k) => bound - x[k])
      const free = solveLinear(triangle)
      const inside = free.value.every((delta, k) => delta >= lower[k] && delta <= upper[k])
      const { value, status } = inside ? free : solveBounded(triangle, lower, upper)
      const next = x.map((start, k) => Math.min(problem.upper[k], Math.max(problem.lower[k], start + value[k])))
      return { iteration: state.iteration + 1, x: Array.from(next, (value) => value + 0), cost: await problem.cost(next), status }
    },
  })
}
