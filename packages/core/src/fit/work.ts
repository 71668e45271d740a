import type { Executor } from "../kernels/executor.ts"
import { columnNorms, gradientOf, residualSquared } from "../linalg/triangle/measures.ts"
import type { Triangle } from "../linalg/triangle/triangle.ts"
import { createEvaluator, type Evaluator } from "../objective/evaluator.ts"
import type { Objective } from "../objective/objective.ts"
import { createFitProblem } from "../objective/problem.ts"
import type { LeastSquaresProblem } from "../solve/problem.ts"
import type { Solver, SolverState } from "../solve/solver.ts"
import { chooseSearch, chooseSolver } from "./choose-solver.ts"
import { noiseRows } from "./noise/noise-rows.ts"
import type { SolverSettings } from "./schema.ts"
import type { FitState } from "./state.ts"

/** What steps of a fit are made with. */
export interface FitParts {
  readonly objective: Objective
  readonly solver: SolverSettings
  readonly seed: number
}

/** While σ are still moving there is no need to follow the cost further down than this much of it. */
const ROUGH_TOLERANCE = 1e-4

/** The gradient measure of the last linearisation. */
interface Slope {
  last: number | null
}

/** What steps of one kind share. It is kept because it remembers the last points; no result depends on that. */
export interface Work {
  readonly key: string
  readonly noiseKey: string
  /** Under the noise of the state. */
  readonly evaluator: Evaluator
  /** With all data of a σ alike. */
  readonly plain: Evaluator
  readonly problem: LeastSquaresProblem
  readonly solver: Solver<SolverState>
  /** Where the solver linearised last. */
  readonly slope: Slope
}

const works = new WeakMap<FitParts, WeakMap<Executor, Work>>()

/** What the next step of a state takes. */
export async function workOf(
  fit: FitParts,
  executor: Executor,
  { stage, sigmas, settled, noise }: Pick<FitState, "stage" | "sigmas" | "settled" | "noise">,
): Promise<Work> {
  const own = works.get(fit) ?? new WeakMap<Executor, Work>()
  works.set(fit, own)
  const before = own.get(executor)
  const { objective, solver: settings, seed } = fit
  const ofData = sigmas.slice(0, objective.pools.length)
  const noiseKey =
    noise === null || noise.kind === "even" ? "" : [...noise.theta, ...("degrees" in noise ? noise.degrees : []), ...ofData].join()
  const key = [stage, settled, noiseKey, ...sigmas].join()
  if (before?.key === key) return before
  const plain = before?.plain ?? createEvaluator(objective, executor)
  const evaluator =
    noiseKey === ""
      ? plain
      : before?.noiseKey === noiseKey
        ? before.evaluator
        : createEvaluator(objective, executor, await noiseRows(objective, executor, noise, ofData))
  const tolerance = Math.max(settings.tolerance, settled ? 0 : ROUGH_TOLERANCE)
  const solver =
    stage === "searching"
      ? chooseSearch(settings, objective.linear, objective.space, seed, Math.max(settings.tolerance, ROUGH_TOLERANCE))
      : chooseSolver(settings, objective.linear, settings.maxIterations, tolerance)
  const slope: Slope = { last: null }
  const problem = observed(createFitProblem(evaluator, sigmas), slope)
  const work = { key, noiseKey, evaluator, plain, problem, solver, slope }
  own.set(executor, work)
  return work
}

/** The evaluator that the steps of a fit take at a state, which remembers where that was. */
export async function evaluatorOf(fit: FitParts, executor: Executor, state: FitState): Promise<Evaluator> {
  return (await workOf(fit, executor, state)).evaluator
}

/** The same problem, whose linearisations are noted. */
function observed(problem: LeastSquaresProblem, slope: Slope): LeastSquaresProblem {
  const linearise = async (x: Float64Array): Promise<Triangle> => {
    const triangle = await problem.linearise(x)
    slope.last = largestCosine(triangle)
    return triangle
  }
  return { ...problem, linearise, linearisations: (points) => Promise.all(points.map(linearise)) }
}

/** Largest |cos| of the angle between the residual and a column of J: 0 at a minimum, whatever the units. */
function largestCosine(triangle: Triangle): number {
  const norms = columnNorms(triangle)
  const size = Math.sqrt(residualSquared(triangle))
  return gradientOf(triangle).reduce(
    (most, slope, k) => (norms[k] > 0 && size > 0 ? Math.max(most, Math.abs(slope) / (norms[k] * size)) : most),
    0,
  )
}
