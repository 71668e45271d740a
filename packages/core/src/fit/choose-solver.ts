import { levenbergMarquardt } from "../solve/least-squares/levenbergMarquardt.ts"
import type { LeastSquaresProblem } from "../solve/problem.ts"
import type { Solver, SolverState } from "../solve/solver.ts"
import { linearSolver } from "./linear-solver.ts"
import type { SolverKind, SolverSettings } from "./schema.ts"

/** The kind that `auto` stands for: what the declared linearity of the free parameters allows. */
export function resolveSolverKind(kind: SolverKind, linear: readonly boolean[]): Exclude<SolverKind, "auto"> {
  if (kind !== "auto") return kind
  if (linear.every(Boolean)) return "linear"
  return linear.some(Boolean) ? "variable-projection" : "levenberg-marquardt"
}

/** The solver that the settings ask for, with at most `iterations` steps, to a relative fall of the cost of `costTolerance`. */
export function chooseSolver(
  settings: SolverSettings,
  problem: LeastSquaresProblem,
  iterations: number,
  costTolerance: number,
): Solver<SolverState> {
  const kind = resolveSolverKind(settings.kind, problem.linear)
  if (kind === "linear") return linearSolver()
  const options = { iterations, costTolerance, acceleration: settings.acceleration }
  return levenbergMarquardt(options)
}
