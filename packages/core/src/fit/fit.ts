import type { ConfigurationList } from "../atoms/configuration-list.ts"
import { Failure, SpecFailure } from "../failure/failure.ts"
import type { Executor } from "../kernels/executor.ts"
import { createObjective, type Objective, type ObjectiveResources, type ObjectiveSettings } from "../objective/objective.ts"
import { freeVector, fullVector } from "../objective/parameter-space.ts"
import { NO_COST } from "../solve/global/costs-of.ts"
import { completeTheta, propertyRmse, type Statistics } from "../objective/statistics.ts"
import type { Potential } from "../potentials/potential.ts"
import type { SolverStatus } from "../solve/status.ts"
import type { SolverSettings } from "./schema.ts"
import { checkCriterion, wantsLinear } from "./linear/criteria.ts"
import { linearMethod } from "./linear/method.ts"
import { firstNoise, renewNoise } from "./noise/noise-rounds.ts"
import type { NoiseState } from "./noise/noise-state.ts"
import { renewSigmas } from "./renew-sigmas.ts"
import { firstSigmas, holdTargets, leastSquares } from "./targets/hold-targets.ts"
import type { FitState } from "./state.ts"
import { type FitParts, workOf } from "./work.ts"

/** A fit that can be stepped: its objective and settings, without its state. */
export type Fit = FitParts

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
  if (objective.constraints.length > 0 && !streamed) throw onlyLinear("constraints", "conditions on parameters are")
  if (objective.rounding === "count" && streamed) throw roundingStreamed()
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

function roundingStreamed(): SpecFailure {
  return new SpecFailure("what rounding has made of positions is counted by fits that iterate, not by one that is solved from statistics", {
    path: ["objective", "rounding"],
    advice: "leave it out, or iterate with solver: { kind: levenberg-marquardt }",
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
    noise: null,
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
  const { problem, solver, slope } = await workOf(fit, executor, state)
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
  if (state.settled) return state.noise === null ? withNoise(fit, executor, state, outcome) : { ...state, stage: "finished", outcome }
  const { evaluator } = await workOf(fit, executor, state)
  return renewed(fit, executor, state, outcome, await evaluator.linear(x))
}

/** Ends a fit that took all data of a σ as alike, or goes on with noise that differs from datum to datum. */
async function withNoise(fit: Fit, executor: Executor, state: FitState, outcome: SolverStatus): Promise<FitState> {
  const { noise, sigmas, settled } = await firstNoise(fit.objective, executor, state)
  if (settled) return { ...state, stage: "finished", noise, outcome }
  const next = { ...state, noise, sigmas: [...sigmas, ...state.sigmas.slice(sigmas.length)], unheld: null, settled: false, outcome }
  return beginSolver(fit, executor, next, Float64Array.from(state.x))
}

/** Solves again with renewed σ of the data, or, once these have settled, of the targets that are held. */
async function renewed(fit: Fit, executor: Executor, state: FitState, outcome: SolverStatus, statistics: Statistics): Promise<FitState> {
  const { objective, solver } = fit
  const x = Float64Array.from(state.x)
  const round = state.round + 1
  let { sigmas, unheld, noise } = state
  const moved = (next: readonly number[]): boolean => next.some((sigma, k) => Math.abs(sigma / sigmas[k] - 1) > SETTLED)
  if (unheld === null) {
    const uneven = noise?.kind === "even" ? null : noise
    const found = uneven && (await renewNoise(objective, executor, uneven, state, statistics))
    const ofData = found?.sigmas ?? renewSigmas(objective, statistics, x, sigmas).map(({ sigma }) => sigma)
    const next = [...ofData, ...sigmas.slice(ofData.length)]
    const settled = found?.settled ?? (round >= solver.sigmaRounds || !moved(next))
    noise = found?.noise ?? noise
    if (!settled || !objective.targets.held)
      return beginSolver(fit, executor, { ...state, sigmas: next, noise, round, settled, outcome }, x)
    sigmas = next
    unheld = leastSquares(objective, statistics, next)
  }
  const next = [...sigmas.slice(0, objective.pools.length), ...holdTargets(objective, statistics, x, sigmas, unheld)]
  const settled = round >= solver.sigmaRounds + roundsOf(noise) + HOLD_ROUNDS || !moved(next)
  return beginSolver(fit, executor, { ...state, sigmas: next, unheld, noise, round, settled, outcome }, x)
}

/** Rounds that were made for noise. */
function roundsOf(noise: NoiseState | null): number {
  return noise === null || noise.kind === "even" ? 0 : noise.rounds
}

/** σ that move by less than this much of themselves have settled. */
const SETTLED = 0.01

/** Rounds of descents for targets that are held, after those for σ of the data. */
const HOLD_ROUNDS = 30

async function beginSolver(fit: Fit, executor: Executor, state: Omit<FitState, "solver">, x: Float64Array): Promise<FitState> {
  const { problem, solver } = await workOf(fit, executor, state)
  return describePoint(fit, executor, { ...state, solver: await solver.init(problem, x) })
}

/** Fills in what a state tells of the point its solver has reached; of a point without a cost that is little. */
async function describePoint(fit: Fit, executor: Executor, state: FitState): Promise<FitState> {
  const { objective } = fit
  const { x, cost } = state.solver
  const point = Float64Array.from(x)
  if (cost === NO_COST) return { ...state, x, cost, theta: Array.from(fullVector(objective.space, point)), rmse: {} }
  const { evaluator, plain } = await workOf(fit, executor, state)
  const theta = Array.from(completeTheta(objective, await evaluator.residual(point), state.sigmas))
  return { ...state, x, cost, theta, rmse: propertyRmse(objective, await plain.residual(point), theta) }
}
