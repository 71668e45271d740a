import type { ConfigurationList } from "../atoms/configuration-list.ts"
import { Failure, SpecFailure } from "../failure/failure.ts"
import type { Executor } from "../kernels/executor.ts"
import { columnNorms, gradientOf, residualSquared } from "../linalg/triangle/measures.ts"
import { createEvaluator, type Evaluator } from "../objective/evaluator.ts"
import { createObjective, type Objective, type ObjectiveResources, type ObjectiveSettings } from "../objective/objective.ts"
import { freeVector, fullVector } from "../objective/parameter-space.ts"
import { createFitProblem } from "../objective/problem.ts"
import { NO_COST } from "../solve/global/costs-of.ts"
import { completeTheta, propertyRmse, type Statistics } from "../objective/statistics.ts"
import type { Potential } from "../potentials/potential.ts"
import type { Triangle } from "../linalg/triangle/triangle.ts"
import type { LeastSquaresProblem } from "../solve/problem.ts"
import type { Solver, SolverState } from "../solve/solver.ts"
import type { SolverStatus } from "../solve/status.ts"
import { chooseSearch, chooseSolver } from "./choose-solver.ts"
import type { SolverSettings } from "./schema.ts"
import { checkCriterion, wantsLinear } from "./linear/criteria.ts"
import { linearMethod } from "./linear/method.ts"
import { renewSigmas } from "./renew-sigmas.ts"
import { firstSigmas, holdTargets, leastSquares } from "./targets/hold-targets.ts"
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
  readonly configurations: ConfigurationList
  readonly objective: ObjectiveSettings
  readonly solver: SolverSettings
  readonly seed: number
}

/** Makes a fit. @throws Failure or SpecFailure (path `objective…` or `solver…`) when data and settings do not go together. */
export function createFit({ potential, configurations, objective, solver, seed }: FitInput, resources: ObjectiveResources = {}): Fit {
  return fitOf(
    inObjective(() => createObjective(potential, configurations, objective, resources)),
    solver,
    seed,
  )
}

/** Makes a fit of an objective that is there. @throws SpecFailure (path `solver…`) when the solver cannot do it. */
export function fitOf(objective: Objective, solver: SolverSettings, seed: number): Fit {
  checkTargets(objective, solver)
  if (wantsLinear(solver.kind)) checkLinear(objective)
  checkCriterion(solver.kind, solver.criterion)
  checkSearch(objective, solver)
  const streamed = linearMethod({ objective, solver }) !== undefined
  if (objective.noise !== undefined && !streamed) throw onlyLinear("noise", "noise of heavy tails is")
  if (objective.constraints.length > 0 && !streamed) throw onlyLinear("constraints", "conditions on parameters are")
  return Object.freeze({ objective: streamed ? objective : withDataAtHand(objective), solver, seed })
}

/** @throws SpecFailure where targets go with a solver that reads its data once and never iterates. */
function checkTargets({ targets, space, regularisers }: Objective, { kind }: SolverSettings): void {
  if (targets.targets.length === 0 || !space.linear.every(Boolean)) return
  // Priors of the potential's own have strengths that only those solvers find.
  if (!wantsLinear(kind) && (kind !== "auto" || regularisers.length === 0)) return
  throw new SpecFailure("this fit is solved from statistics that are taken once, and targets follow the crystals as they relax", {
    path: ["targets"],
    advice: "leave targets out and judge them afterwards, or iterate with solver: { kind: levenberg-marquardt }",
  })
}

function onlyLinear(key: string, what: string): SpecFailure {
  return new SpecFailure(`${what} for fits whose parameters are all linear`, {
    path: ["objective", key],
    advice: "leave it out, or take a solver such as bayesian-linear where the potential is linear in its parameters",
  })
}

/** The objective of a fit that reads its data many times: threads hold them, so they are an array. */
function withDataAtHand(objective: Objective): Objective {
  const { setup } = objective
  return Array.isArray(setup.configurations)
    ? objective
    : { ...objective, setup: { ...setup, configurations: setup.configurations.slice() } }
}

function inObjective<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw error instanceof SpecFailure ? error.within("objective") : error
  }
}

function checkLinear({ linear, penalties, space: { layout, free } }: Objective): void {
  const bent = Array.from(free, (k) => layout[k].key).filter((_, k) => !linear[k])
  if (bent.length === 0) return
  throw new SpecFailure(`the predictions are not linear in ${bent.slice(0, 5).join(", ")}${bent.length > 5 ? ", …" : ""}`, {
    path: ["solver", "kind"],
    advice: `${penalties.length > 0 ? "leave penalties and targets out" : "fix these parameters"}, or leave the choice to kind: auto`,
  })
}

/** @throws SpecFailure for a search where there is one valley only. */
function checkSearch({ linear }: Objective, { search }: SolverSettings): void {
  if (search.method === "none" || linear.length === 0 || !linear.every(Boolean)) return
  throw new SpecFailure("there is nothing to search for: all parameters are linear, so there is one minimum only", {
    path: ["solver", "search"],
    advice: "leave it out",
  })
}

/** The state before the first step. @throws Failure when predictions at the start values are not finite. */
export async function startFit(fit: Fit, executor: Executor): Promise<FitState> {
  const { objective, solver } = fit
  const values = Float64Array.from(objective.space.layout, ({ value }) => value)
  const blank = {
    format: 1 as const,
    // A linear problem has one minimum wherever it starts.
    stage: solver.search.method === "none" || objective.linear.every(Boolean) ? ("solving" as const) : ("searching" as const),
    iteration: 0,
    round: 0,
    sigmas: [...objective.pools.map(({ start }) => start), ...firstSigmas(objective)],
    unheld: null,
    settled: objective.pools.every(({ origin }) => origin === "given") && !objective.targets.held,
    search: null,
    x: [],
    theta: [],
    cost: 0,
    gradient: null,
    rmse: {},
    outcome: null,
  }
  const state = await beginSolver(fit, executor, blank, freeVector(objective.space, values))
  if (Number.isFinite(state.cost)) return state
  throw new Failure("predictions at the start values are not finite", {
    advice: "start from other values, or write the functions so that they are finite at every distance that occurs in the data",
  })
}

/** The state in which a fit goes on from the point where one of the same parameters and data has ended, at the σ of that one. */
export async function refit(fit: Fit, ended: FitState, executor: Executor): Promise<FitState> {
  const start = { ...ended, stage: "solving" as const, iteration: 0, round: 0, settled: true, gradient: null, outcome: null }
  return beginSolver(fit, executor, start, Float64Array.from(ended.x))
}

/**
 * One step: an iteration of the solver at work, or, once that has ended, what follows: the solution from the best point of the search, renewed σ, the finish.
 * It depends on the state alone, so a state that was stored and read again goes on to identical bits, whatever the executor.
 */
export async function stepFit(fit: Fit, state: FitState, executor: Executor): Promise<FitState> {
  if (state.stage === "finished") return state
  if (state.solver.status) return afterSolver(fit, executor, state, state.solver.status)
  const { problem, solver, slope } = workOf(fit, executor, state)
  slope.last = state.gradient
  const next = await solver.step(problem, state.solver)
  // Runs of a search are under way together: which of them linearised last means nothing.
  const gradient = state.stage === "searching" ? null : slope.last
  const stepped = { ...state, iteration: state.iteration + 1, solver: next, gradient }
  const stayed = next.x.every((value, k) => Object.is(value, state.x[k]))
  return stayed ? { ...stepped, cost: next.cost } : describePoint(fit, executor, stepped)
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

/** After the search, solves from its best point; after that, renews σ and solves again until they have settled. */
async function afterSolver(fit: Fit, executor: Executor, state: FitState, outcome: SolverStatus): Promise<FitState> {
  const x = Float64Array.from(state.x)
  if (state.stage === "searching") {
    if (state.cost === NO_COST)
      throw new Failure(outcome.sentence, { advice: "give narrower bounds, or a start where predictions are finite" })
    return beginSolver(fit, executor, { ...state, stage: "solving", search: outcome }, x)
  }
  if (state.settled) return { ...state, stage: "finished", outcome }
  return renewed(fit, executor, state, outcome, await workOf(fit, executor, state).evaluator.linear(x))
}

/** Solves again with renewed σ of the data, or, once these have settled, of the targets that are held. */
async function renewed(fit: Fit, executor: Executor, state: FitState, outcome: SolverStatus, statistics: Statistics): Promise<FitState> {
  const { objective, solver } = fit
  const x = Float64Array.from(state.x)
  const round = state.round + 1
  let { sigmas, unheld } = state
  const moved = (next: readonly number[]): boolean => next.some((sigma, k) => Math.abs(sigma / sigmas[k] - 1) > SETTLED)
  if (unheld === null) {
    const ofData = renewSigmas(objective, statistics, x, sigmas).map(({ sigma }) => sigma)
    const next = [...ofData, ...sigmas.slice(ofData.length)]
    const settled = round >= solver.sigmaRounds || !moved(next)
    if (!settled || !objective.targets.held) return beginSolver(fit, executor, { ...state, sigmas: next, round, settled, outcome }, x)
    sigmas = next
    unheld = leastSquares(objective, statistics, next)
  }
  const next = [...sigmas.slice(0, objective.pools.length), ...holdTargets(objective, statistics, x, sigmas, unheld)]
  const settled = round >= solver.sigmaRounds + HOLD_ROUNDS || !moved(next)
  return beginSolver(fit, executor, { ...state, sigmas: next, unheld, round, settled, outcome }, x)
}

/** σ that move by less than this much of themselves have settled. */
const SETTLED = 0.01

/** Rounds of descents for targets that are held, after those for σ of the data. */
const HOLD_ROUNDS = 30

/** While σ are still moving there is no need to follow the cost further down than this much of it. */
const ROUGH_TOLERANCE = 1e-4

async function beginSolver(fit: Fit, executor: Executor, state: Omit<FitState, "solver">, x: Float64Array): Promise<FitState> {
  const { problem, solver } = workOf(fit, executor, state)
  return describePoint(fit, executor, { ...state, solver: await solver.init(problem, x) })
}

/** Fills in what a state tells of the point its solver has reached; of a point without a cost that is little. */
async function describePoint(fit: Fit, executor: Executor, state: FitState): Promise<FitState> {
  const { objective } = fit
  const { x, cost } = state.solver
  const point = Float64Array.from(x)
  if (cost === NO_COST) return { ...state, x, cost, theta: Array.from(fullVector(objective.space, point)), rmse: {} }
  const statistics = await workOf(fit, executor, state).evaluator.residual(point)
  const theta = Array.from(completeTheta(objective, statistics, state.sigmas))
  return { ...state, x, cost, theta, rmse: propertyRmse(objective, statistics, state.sigmas) }
}

/** The gradient measure of the last linearisation. */
interface Slope {
  last: number | null
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

/** What steps of one kind share. It is kept because it remembers the last points; no result depends on that. */
interface Work {
  readonly key: string
  readonly evaluator: Evaluator
  readonly problem: LeastSquaresProblem
  readonly solver: Solver<SolverState>
  /** Where the solver linearised last. */
  readonly slope: Slope
}

/** The evaluator that the steps of a fit have used last, which remembers where that was. */
export function evaluatorOf(fit: Fit, executor: Executor): Evaluator {
  return works.get(fit)?.get(executor)?.evaluator ?? createEvaluator(fit.objective, executor)
}

const works = new WeakMap<Fit, WeakMap<Executor, Work>>()

function workOf(fit: Fit, executor: Executor, { stage, sigmas, settled }: Pick<FitState, "stage" | "sigmas" | "settled">): Work {
  const own = works.get(fit) ?? new WeakMap<Executor, Work>()
  works.set(fit, own)
  const before = own.get(executor)
  const key = [stage, settled, ...sigmas].join()
  if (before?.key === key) return before
  const { objective, solver: settings, seed } = fit
  const evaluator = before?.evaluator ?? createEvaluator(objective, executor)
  const tolerance = Math.max(settings.tolerance, settled ? 0 : ROUGH_TOLERANCE)
  const solver =
    stage === "searching"
      ? chooseSearch(settings, objective.linear, objective.space, seed, Math.max(settings.tolerance, ROUGH_TOLERANCE))
      : chooseSolver(settings, objective.linear, settings.maxIterations, tolerance)
  const slope: Slope = { last: null }
  const work = { key, evaluator, problem: observed(createFitProblem(evaluator, sigmas), slope), solver, slope }
  own.set(executor, work)
  return work
}
