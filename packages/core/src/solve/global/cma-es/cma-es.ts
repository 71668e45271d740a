import type { LeastSquaresProblem } from "../../problem.ts"
import type { Solver } from "../../solver.ts"
import type { SolverStatus } from "../../status.ts"
import { costsOf } from "../costs-of.ts"
import { createDraws, type Draws } from "../draws.ts"
import { freeComponents, fromFractions, type SearchBox } from "../search-box.ts"
import {
  beginSearch,
  agreement,
  bestOf,
  type Candidate,
  distinctCandidates,
  endOfSearch,
  plain,
  type SearchOptions,
  withSearchDefaults,
} from "../search.ts"
import { boundedCoordinate, unboundedCoordinate } from "./bounded-coordinate.ts"
import { sampleSteps, updateDistribution } from "./distribution.ts"
import { type CmaEsRestarts, nextRun, startRun } from "./restart.ts"
import type { CmaEsRun, CmaEsState, EndedRun } from "./state.ts"
import { type CmaEsTolerances, endOfRun, historyLength, median } from "./stopping.ts"
import { defaultPopulation, strategyOf, type Strategy } from "./strategy.ts"

export interface CmaEsOptions extends SearchOptions, CmaEsTolerances {
  /** λ of the first run; default 4 + ⌊3 ln n⌋. */
  readonly population?: number
  /** First standard deviation, as a fraction of the box; default 0.3. */
  readonly sigma?: number
  /** Default `bipop`. */
  readonly restarts?: CmaEsRestarts
  /** Runs with a doubled population at most; default 9. */
  readonly doublings?: number
}

const DEFAULTS = { sigma: 0.3, costTolerance: 1e-10, stepTolerance: 1e-11, restarts: "bipop", doublings: 9 } as const

/**
 * CMA-ES: draws each generation from a Gaussian and learns its mean, step length and covariance from the ranks of the costs alone, with
 * negative weights for the worst (active). It is indifferent to rotations of the parameters and to monotonic changes of the cost. The
 * first run starts at the point given; each that has ended is followed by another (`restarts`) until the budget is spent. A step is a
 * generation, whose costs are asked for in one batch; equal seeds give equal results, bit for bit.
 *
 * Source: Hansen, The CMA Evolution Strategy: A Tutorial, arXiv:1604.00772.
 */
export function cmaEs(options: CmaEsOptions): Solver<CmaEsState> {
  const settings = { ...DEFAULTS, ...withSearchDefaults(options) }
  const { population } = options
  if (population !== undefined && !(Number.isInteger(population) && population >= 4))
    throw new RangeError(`a population has 4 points or more, not ${population}`)
  if (!(settings.sigma > 0)) throw new RangeError(`sigma must be above 0, not ${settings.sigma}`)

  async function init(problem: LeastSquaresProblem, start: Float64Array): Promise<CmaEsState> {
    const begun = await beginSearch(problem, start, options.box)
    const { box, x } = begun
    const free = freeComponents(box)
    const mean = free.map((k) => {
      const [lower, upper] = boundsOf(problem, box, k)
      return unboundedCoordinate((x[k] - box.lower[k]) / (box.upper[k] - box.lower[k]), lower, upper)
    })
    const run = startRun(mean, settings.sigma, population ?? defaultPopulation(Math.max(1, free.length)), "first", Number.MAX_SAFE_INTEGER)
    const state = { ...begun, run, ended: [] }
    if (free.length === 0) return { ...state, status: endOfSearch("converged", "no parameter can move", state, "") }
    return { ...state, status: judge(state) }
  }

  async function step(problem: LeastSquaresProblem, state: CmaEsState): Promise<CmaEsState> {
    if (state.status) return state
    const { box, run } = state
    const free = freeComponents(box)
    const strategy = strategyOf(free.length, run.population)
    const draws = createDraws(settings.seed, state.iteration)
    const steps = sampleSteps(run.distribution, strategy, draws)
    const points = steps.map((y) => pointOf(problem, state, free, run, y))
    const costs = await costsOf(problem, points)
    const order = [...costs.keys()].sort((a, b) => costs[a] - costs[b] || a - b)
    const [first] = order
    const low: Candidate = { x: plain(points[first]), cost: costs[first] }
    const distribution = updateDistribution(
      run.distribution,
      order.map((i) => steps[i]),
      strategy,
    )
    const ranked = order.map((i) => costs[i])
    const length = historyLength(strategy, distribution.generation)
    const next: CmaEsRun = {
      ...run,
      distribution,
      evaluations: run.evaluations + run.population,
      best: bestOf(run.best ?? low, [low]),
      lows: [...run.lows, low.cost].slice(-length),
      middles: [...run.middles, median(ranked)].slice(-length),
    }
    const { x, cost } = bestOf(state, [low])
    const moved = { ...state, iteration: state.iteration + 1, x, cost, evaluations: state.evaluations + run.population, run: next }
    return closeRun({ ...moved, candidates: candidatesOf(moved) }, ranked, strategy, draws)
  }

  /** Goes on with the run, or with the one that follows it. */
  function closeRun(state: CmaEsState, costs: readonly number[], strategy: Strategy, draws: Draws): CmaEsState {
    const { run } = state
    const reason = endOfRun(run, costs, strategy, settings) ?? (run.evaluations >= run.limit ? "it had its share of the budget" : null)
    if (reason === null || !run.best) return { ...state, status: judge(state) }
    const { regime, evaluations, best } = run
    const ended: EndedRun[] = [...state.ended, { regime, population: run.population, evaluations, best, reason }]
    const rule = { ...settings, population: population ?? defaultPopulation(strategy.n) }
    const following = nextRun(ended, rule, strategy.n, draws)
    const last = { ...state, ended, run: following ?? run }
    const status = judge(last)
    if (status || following) return { ...last, status }
    return {
      ...last,
      status: endOfSearch("converged", `converged: ${runsSentence(ended)} ended, the last because ${reason}`, last, found(last)),
    }
  }

  function candidatesOf({ box, run, ended, x, cost }: CmaEsState): Candidate[] {
    const points = [...ended.map((one) => one.best), ...(run.best ? [run.best] : []), { x, cost }]
    return distinctCandidates(box, points, settings.keep)
  }

  function judge(state: Omit<CmaEsState, "status">): SolverStatus | null {
    if (state.cost <= settings.target)
      return endOfSearch("converged", `converged: the cost has come down to ${settings.target}`, state, found(state))
    if (state.evaluations + state.run.population <= settings.evaluations) return null
    const why = `stopped at the limit of ${settings.evaluations} evaluations, in run ${state.ended.length + 1}`
    return endOfSearch("limit", why, state, found(state))
  }

  return Object.freeze({ init, step })
}

function found({ ended, run, cost }: Pick<CmaEsState, "ended" | "run" | "cost">): string {
  if (ended.length === 0) return ""
  const best = [...ended.map((one) => one.best), ...(run.best && run.best !== ended.at(-1)?.best ? [run.best] : [])]
  return `, ${agreement(
    best.map((one) => one.cost),
    cost,
  )} runs`
}

function runsSentence(ended: readonly EndedRun[]): string {
  return ended.length === 1 ? "the run" : `${ended.length} runs`
}

/** Bounds of a component in fractions of the box. */
function boundsOf(problem: LeastSquaresProblem, box: SearchBox, k: number): readonly [number, number] {
  const width = box.upper[k] - box.lower[k]
  return [(problem.lower[k] - box.lower[k]) / width, (problem.upper[k] - box.lower[k]) / width]
}

function pointOf(
  problem: LeastSquaresProblem,
  { box, x }: CmaEsState,
  free: readonly number[],
  { distribution: { mean, sigma } }: CmaEsRun,
  y: Float64Array,
): Float64Array {
  const fractions = new Float64Array(x.length)
  free.forEach((k, i) => {
    const [lower, upper] = boundsOf(problem, box, k)
    fractions[k] = boundedCoordinate(mean[i] + sigma * y[i], lower, upper)
  })
  return fromFractions(problem, box, fractions)
}
