import type { ParameterSpace } from "../objective/parameter-space.ts"
import { nonlinearBox, type SearchBox } from "../solve/global/search-box.ts"
import { searchSolver } from "../solve/global/search-solver.ts"
import { levenbergMarquardt } from "../solve/least-squares/levenberg-marquardt.ts"
import { multiStart } from "../solve/multi-start/multi-start.ts"
import type { Solver, SolverState } from "../solve/solver.ts"
import { variableProjection } from "../solve/variable-projection/variable-projection.ts"
import { linearSolver } from "./linear-solver.ts"
import type { SolverKind, SolverSettings } from "./schema.ts"

type IteratedKind = "linear" | "variable-projection" | "levenberg-marquardt"

/** The kind that `auto` stands for: what the linearity of the free parameters allows. */
function resolveSolverKind(kind: SolverKind, linear: readonly boolean[]): IteratedKind {
  if (kind === "linear" || kind === "variable-projection" || kind === "levenberg-marquardt") return kind
  if (kind !== "auto") throw new Error(`${kind} is no iteration: it is fitted by solveFit`)
  if (linear.every(Boolean)) return "linear"
  return linear.some(Boolean) ? "variable-projection" : "levenberg-marquardt"
}

/** The solver that the settings ask for, with at most `iterations` steps, to a relative fall of the cost of `costTolerance`. */
export function chooseSolver(
  settings: SolverSettings,
  linear: readonly boolean[],
  iterations: number,
  costTolerance: number,
): Solver<SolverState> {
  const kind = resolveSolverKind(settings.kind, linear)
  if (kind === "linear") return linearSolver()
  const descent = levenbergMarquardt({ iterations, costTolerance, acceleration: settings.acceleration })
  return kind === "variable-projection" ? variableProjection(descent) : descent
}

/**
 * The search that goes before the solver: points with a few iterations each, or a search of the box by costs, of the nonlinear parameters
 * alone where the solver is variable projection. What it finds is followed down to `costTolerance`.
 */
export function chooseSearch(
  settings: SolverSettings,
  linear: readonly boolean[],
  space: ParameterSpace,
  seed: number,
  costTolerance: number,
): Solver<SolverState> {
  const { search, maxIterations, acceleration } = settings
  const box = startingBox(space)
  if (search.method === "none") throw new Error("there is no search to choose")
  if (search.method === "multi-start") {
    return multiStart(chooseSolver(settings, linear, search.iterations, costTolerance), { starts: search.starts, seed, box })
  }
  const { method, budget: evaluations, polish } = search
  const local = { iterations: maxIterations, costTolerance, acceleration }
  const options = { method, evaluations, polish, seed, local }
  return resolveSolverKind(settings.kind, linear) === "variable-projection"
    ? variableProjection(searchSolver({ ...options, box: nonlinearBox(box, linear) }))
    : searchSolver({ ...options, box })
}

/**
 * Where a search begins: within the bounds; where a bound is infinite, as far from the start value as that is large (a factor of two
 * for a logarithm).
 */
function startingBox({ layout, free, lower, upper }: ParameterSpace): SearchBox {
  const reach = Array.from(free, (k) => {
    const { value, transform } = layout[k]
    return transform === "log" ? { centre: Math.log(value), by: Math.LN2 } : { centre: value, by: Math.abs(value) || 1 }
  })
  return {
    lower: reach.map(({ centre, by }, i) => (Number.isFinite(lower[i]) ? lower[i] : centre - by)),
    upper: reach.map(({ centre, by }, i) => (Number.isFinite(upper[i]) ? upper[i] : centre + by)),
  }
}
