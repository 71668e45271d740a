import type { LeastSquaresProblem } from "../../problem.ts"
import type { Solver } from "../../solver.ts"
import { type SolverStatus, show } from "../../status.ts"
import { costsOf, NO_COST } from "../costs-of.ts"
import { createDraws, type Draws } from "../draws.ts"
import { freeComponents, fromFractions } from "../search-box.ts"
import {
  beginSearch,
  agreement,
  bestOf,
  distinctCandidates,
  endOfSearch,
  plain,
  type SearchOptions,
  type SearchState,
  withSearchDefaults,
} from "../search.ts"
import { adapt, type Chain, metropolis, move } from "./chain.ts"

export interface AnnealingOptions extends SearchOptions {
  /** Chains that walk side by side; default 4. */
  readonly chains?: number
  /** First temperature, in units of the cost; by default from how much costs differ in the box. */
  readonly temperature?: number
  /**
   * Factor of the temperature from stage to stage; by default such that within the budget it falls to 10⁻⁵ of itself, or of the lowest cost
   * seen in the box if that is less, but no more slowly than 0.98. Corana: 0.85.
   */
  readonly cooling?: number
  /** Walks through all parameters between two changes of the steps; default 20. */
  readonly sweeps?: number
  /** Changes of the steps at each temperature; default 1. Corana: 5 n, 100 at least. */
  readonly adaptations?: number
  /** Converged once the last costs of `patience` stages lie within this much of the lowest; default 1e-8. */
  readonly costTolerance?: number
  /** Default 4. */
  readonly patience?: number
}

export interface AnnealingState extends SearchState {
  /** In units of the cost; null before the first step. */
  readonly temperature: number | null
  /** Factor of the temperature from stage to stage. */
  readonly cooling: number
  readonly chains: readonly Chain[]
  /** Sweeps since the steps were changed, and changes since the temperature was. */
  readonly sweep: number
  readonly adaptation: number
}

const DEFAULTS = { chains: 4, sweeps: 20, adaptations: 1, costTolerance: 1e-8, patience: 4 }
/** By how much the temperature falls within the budget, and how slowly at most. */
const FALL = 1e-5
const SLOWEST = 0.98
/** Points of the box that costs are looked at for the first temperature, for each parameter. */
const PROBES = 4

/**
 * Simulated annealing with adaptive steps: each parameter in turn makes a random move, which is taken with the probability of Metropolis;
 * steps are changed until about half of the moves are; then the temperature falls and each chain goes on from its best point. Several
 * chains at one temperature let costs be asked for in batches. A step is a sweep through all parameters. The first temperature is how
 * far the lower quartile of costs in the box lies above the lowest of them. Equal seeds give equal results, bit for bit.
 *
 * Source: Corana, Marchesi, Martini & Ridella, DOI 10.1145/29380.29864; Goffe, Ferrier & Rogers, DOI 10.1016/0304-4076(94)90038-8.
 */
export function annealing(options: AnnealingOptions): Solver<AnnealingState> {
  const settings = { ...DEFAULTS, ...withSearchDefaults(options) }
  const { cooling } = options
  if (cooling !== undefined && !(cooling > 0 && cooling < 1)) throw new RangeError(`cooling must lie between 0 and 1, not be ${cooling}`)
  for (const name of ["chains", "sweeps", "adaptations", "patience"] as const) {
    if (!Number.isInteger(settings[name]) || settings[name] < 1)
      throw new RangeError(`${name} must be a whole number above 0, not ${settings[name]}`)
  }

  async function init(problem: LeastSquaresProblem, start: Float64Array): Promise<AnnealingState> {
    const begun = await beginSearch(problem, start, options.box)
    const free = freeComponents(begun.box)
    const state = { ...begun, temperature: null, cooling: SLOWEST, chains: [], sweep: 0, adaptation: 0 }
    return {
      ...state,
      status: free.length === 0 ? endOfSearch("converged", "no parameter can move", state, "") : judge(state, free.length),
    }
  }

  async function step(problem: LeastSquaresProblem, state: AnnealingState): Promise<AnnealingState> {
    if (state.status) return state
    const free = freeComponents(state.box)
    const draws = createDraws(settings.seed, state.iteration)
    const next = state.temperature === null ? await settle(problem, state, free, draws) : await walk(problem, state, free, draws)
    const bests = next.chains.map(({ best }) => best)
    const { x, cost } = bestOf(state, bests)
    const candidates = distinctCandidates(state.box, [...bests, { x, cost }], settings.keep)
    const told = { ...next, iteration: state.iteration + 1, x, cost, candidates }
    return { ...told, status: judge(told, free.length) }
  }

  /** The first chain starts at the point given, the others at the best of the points looked at. */
  async function settle(
    problem: LeastSquaresProblem,
    state: AnnealingState,
    free: readonly number[],
    draws: Draws,
  ): Promise<AnnealingState> {
    const count = Math.max(settings.chains, Math.min(PROBES * (free.length + 1), settings.evaluations >> 2))
    const points = Array.from({ length: count }, () =>
      fromFractions(
        problem,
        state.box,
        Float64Array.from(problem.names, () => draws.uniform()),
      ),
    )
    const costs = await costsOf(problem, points)
    const ranked = points.map((x, i) => ({ x: plain(x), cost: costs[i] })).sort((a, b) => a.cost - b.cost)
    const starts = [{ x: state.x, cost: state.cost }, ...ranked].slice(0, settings.chains)
    const chains = starts.map((best) => ({ ...best, best, steps: free.map(() => 0.5), taken: free.map(() => 0), ends: [] }))
    const known = [state.cost, ...costs].filter((cost) => cost < NO_COST).sort((a, b) => a - b)
    const lowest = known[0] ?? 0
    const spread = known.length > 0 ? known[known.length >> 2] - lowest : 0
    const temperature = settings.temperature ?? (spread || Math.abs(lowest) || 1)
    const coldest = FALL * Math.min(temperature, Math.abs(lowest) || temperature)
    const stages = settings.evaluations / (settings.chains * free.length * settings.sweeps * settings.adaptations)
    const slow = Math.min(SLOWEST, (coldest / temperature) ** (1 / stages))
    return { ...state, evaluations: state.evaluations + count, chains, temperature, cooling: cooling ?? slow }
  }

  /** A sweep, and what is due after it. */
  async function walk(problem: LeastSquaresProblem, state: AnnealingState, free: readonly number[], draws: Draws): Promise<AnnealingState> {
    const temperature = state.temperature ?? 0
    let { chains } = state
    for (const [i, k] of free.entries()) {
      const points = chains.map((chain) => move(problem, state.box, chain, i, k, draws))
      const costs = await costsOf(problem, points)
      chains = chains.map((chain, c) => metropolis(chain, i, { x: plain(points[c]), cost: costs[c] }, temperature, draws.uniform()))
    }
    const swept = { ...state, chains, evaluations: state.evaluations + chains.length * free.length, sweep: state.sweep + 1 }
    if (swept.sweep < settings.sweeps) return swept
    const adapted = { ...swept, chains: chains.map((chain) => adapt(chain, settings.sweeps)), sweep: 0, adaptation: state.adaptation + 1 }
    if (adapted.adaptation < settings.adaptations) return adapted
    const cooled = adapted.chains.map((chain) => ({ ...chain, ...chain.best, ends: [...chain.ends, chain.cost].slice(-settings.patience) }))
    return { ...adapted, chains: cooled, adaptation: 0, temperature: temperature * state.cooling }
  }

  function judge(state: Omit<AnnealingState, "status">, n: number): SolverStatus | null {
    const { chains, cost, evaluations, temperature } = state
    if (cost <= settings.target) return endOfSearch("converged", `converged: the cost has come down to ${settings.target}`, state, "")
    const bests = chains.map(({ best }) => best.cost)
    const told = chains.length > 0 ? `, ${agreement(bests, cost)} chains, at the temperature ${show(temperature ?? 0)}` : ""
    const limit = settings.costTolerance * Math.abs(cost)
    const still =
      chains.length > 0 &&
      chains.every(({ ends, best }) => ends.length === settings.patience && ends.every((end) => end - best.cost <= limit))
    if (still) return endOfSearch("converged", `converged: the chains have been frozen for ${settings.patience} temperatures`, state, told)
    const coming =
      chains.length === 0 ? Math.max(settings.chains, Math.min(PROBES * (n + 1), settings.evaluations >> 2)) : chains.length * n
    if (evaluations + coming <= settings.evaluations) return null
    return endOfSearch("limit", `stopped at the limit of ${settings.evaluations} evaluations`, state, told)
  }

  return Object.freeze({ init, step })
}
