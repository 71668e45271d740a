import type { Configuration } from "../atoms/structure.ts"
import type { Executor } from "../kernels/executor.ts"
import { columnNorms, gradientOf, residualSquared } from "../linalg/triangle/measures.ts"
import { createEvaluator, type Evaluator } from "../objective/evaluator.ts"
import { createObjective, type Objective, type ObjectiveResources, type ObjectiveSettings } from "../objective/objective.ts"
import { freeVector } from "../objective/parameter-space.ts"
import { createFitProblem } from "../objective/problem.ts"
import { completeTheta, propertyRmse } from "../objective/statistics.ts"
import type { Potential } from "../potentials/potential.ts"
import type { LeastSquaresProblem, Triangle } from "../solve/problem.ts"
import type { Solver, SolverState } from "../solve/solver.ts"
import { chooseSolver } from "./choose-solver.ts"
import type { SolverSettings } from "./schema.ts"
import { renewSigmas } from "./renew-sigmas.ts"
import { startPoint } from "./start-points.ts"
import type { FitState } from "./state.ts"

/** A fit that can be stepped: its objective and settings, without its state. */
export interface Fit {
  readonly objective: Objective
  readonly solver: SolverSettings
  readonly seed: number
}

/** What a fit is made of. */
export interface FitInput {
  readonly potential: Potential
  readonly configurations: readonly Configuration[]
  readonly objective: ObjectiveSettings
  readonly solver: SolverSettings
  readonly seed: number
}

/** Makes a fit. @throws Failure or SpecFailure when data and settings do not go together. */
export function createFit({ potential, configurations, objective, solver, seed }: FitInput, resources: ObjectiveResources = {}): Fit {
  return Object.freeze({ objective: createObjective(potential, configurations, objective, resources), solver, seed })
}

/** The state before the first step. @throws Failure when predictions at the start values are not finite. */
export async function startFit(fit: Fit, executor: Executor): Promise<FitState> {
  const { objective, solver } = fit
  const values = Float64Array.from(objective.space.layout, ({ value }) => value)
  const blank = {
    format: 1 as const,
    stage: solver.starts > 1 && objective.space.free.length > 0 ? ("screening" as const) : ("solving" as const),
    iteration: 0,
    round: 0,
    sigmas: objective.pools.map(({ start }) => start),
    settled: objective.pools.every(({ origin }) => origin === "given"),
    screened: [],
    x: [],
    theta: [],
    cost: 0,
    gradient: null,
    rmse: {},
    outcome: null,
  }
  return beginSolver(fit, executor, blank, freeVector(objective.space, values))
}

/**
 * One step: an iteration of the solver at work, or, once that has ended, what follows: the next start point, renewed σ, the finish.
 * It depends on the state alone, so a state that was stored and read again goes on to identical bits, whatever the executor.
 */
export async function stepFit(fit: Fit, state: FitState, executor: Executor): Promise<FitState> {
  if (state.stage === "finished") return state
  const { solver, stage } = state
  if (solver.status) return stage === "screening" ? afterScreening(fit, executor, state) : afterSolving(fit, executor, state)
  const problem = createFitProblem(evaluatorOf(fit, executor), state.sigmas)
  const next = await solverOf(fit, state, problem).step(problem, solver)
  const gradient = largestCosine(await problem.linearise(Float64Array.from(solver.x)))
  return describePoint(fit, executor, { ...state, iteration: state.iteration + 1, solver: next, gradient })
}

/** Steps a fit from the given state, or from its start, to its end, giving every state on the way (the first and the last too). */
export async function* fitStates(fit: Fit, executor: Executor, from?: FitState): AsyncGenerator<FitState, FitState> {
  let state = from ?? (await startFit(fit, executor))
  yield state
  while (state.stage !== "finished") {
    state = await stepFit(fit, state, executor)
    yield state
  }
  return state
}

/** Notes where the start point led and goes to the next, or solves from the best of them. */
async function afterScreening(fit: Fit, executor: Executor, state: FitState): Promise<FitState> {
  const screened = [...state.screened, { x: state.solver.x, cost: state.solver.cost as number | null }]
  while (screened.length < fit.solver.starts) {
    const point = startPoint(fit.objective.space, screened.length, fit.seed)
    const problem = createFitProblem(evaluatorOf(fit, executor), state.sigmas)
    if (Number.isFinite(await problem.cost(point))) return beginSolver(fit, executor, { ...state, screened }, point)
    screened.push({ x: Array.from(point), cost: null })
  }
  const best = screened.reduce((least, one) => ((one.cost ?? Infinity) < (least.cost ?? Infinity) ? one : least))
  return beginSolver(fit, executor, { ...state, stage: "solving", screened }, Float64Array.from(best.x))
}

/** Renews σ and solves again until they have settled; then once more to the full tolerance. */
async function afterSolving(fit: Fit, executor: Executor, state: FitState): Promise<FitState> {
  const outcome = state.solver.status
  if (state.settled) return { ...state, stage: "finished", outcome }
  const { objective } = fit
  const x = Float64Array.from(state.x)
  const sigmas = renewSigmas(objective, await evaluatorOf(fit, executor).linear(x), state.sigmas)
  const round = state.round + 1
  const settled = round >= fit.solver.sigmaRounds || sigmas.every((sigma, k) => Math.abs(sigma / state.sigmas[k] - 1) <= SETTLED)
  return beginSolver(fit, executor, { ...state, sigmas, round, settled, outcome }, x)
}

/** σ that move by less than this much of themselves have settled. */
const SETTLED = 0.01

/** While σ are still moving there is no need to follow the cost further down than this much of it. */
const ROUGH_TOLERANCE = 1e-4

async function beginSolver(fit: Fit, executor: Executor, state: Omit<FitState, "solver">, x: Float64Array): Promise<FitState> {
  const problem = createFitProblem(evaluatorOf(fit, executor), state.sigmas)
  const solver = await solverOf(fit, state, problem).init(problem, x)
  return describePoint(fit, executor, { ...state, solver })
}

function solverOf(fit: Fit, { stage, settled }: Pick<FitState, "stage" | "settled">, problem: LeastSquaresProblem): Solver<SolverState> {
  if (stage === "screening") return chooseSolver(fit.solver, problem, fit.solver.screening, fit.solver.tolerance)
  return chooseSolver(fit.solver, problem, fit.solver.maxIterations, Math.max(fit.solver.tolerance, settled ? 0 : ROUGH_TOLERANCE))
}

/** Fills in what a state tells of the point its solver has reached. */
async function describePoint(fit: Fit, executor: Executor, state: FitState): Promise<FitState> {
  const { x, cost } = state.solver
  const statistics = await evaluatorOf(fit, executor).residual(Float64Array.from(x))
  const theta = Array.from(completeTheta(fit.objective, statistics, state.sigmas))
  return { ...state, x, cost, theta, rmse: propertyRmse(fit.objective, statistics, state.sigmas) }
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

const evaluators = new WeakMap<Fit, WeakMap<Executor, Evaluator>>()

/** The evaluator of a fit on an executor, kept because it remembers its last points. */
function evaluatorOf(fit: Fit, executor: Executor): Evaluator {
  const own = evaluators.get(fit) ?? new WeakMap<Executor, Evaluator>()
  evaluators.set(fit, own)
  const evaluator = own.get(executor) ?? createEvaluator(fit.objective, executor)
  own.set(executor, evaluator)
  return evaluator
}
