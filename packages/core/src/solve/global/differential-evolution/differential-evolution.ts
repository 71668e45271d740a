import { sobolDimensions, sobolPoint } from "../../../random/sobol.ts"
import type { LeastSquaresProblem } from "../../problem.ts"
import type { Solver } from "../../solver.ts"
import type { SolverStatus } from "../../status.ts"
import { costsOf, NO_COST } from "../costs-of.ts"
import { createDraws, type Draws } from "../draws.ts"
import { apart, freeComponents, fromFractions } from "../search-box.ts"
import {
  beginSearch,
  bestOf,
  type Candidate,
  distinctCandidates,
  endOfSearch,
  plain,
  type SearchOptions,
  type SearchState,
  withSearchDefaults,
} from "../search.ts"
import { emptyMemory, remember, type Success, type SuccessMemory } from "./success-memory.ts"
import { breed } from "./trials.ts"

export interface DifferentialEvolutionOptions extends SearchOptions {
  /** Members at the start; default 18 n, but no more than a tenth of the evaluations. */
  readonly population?: number
  /** Converged once all costs lie within this much of the lowest; default 1e-10. */
  readonly costTolerance?: number
  /** Converged once all members lie within this much of the box of each other; default 1e-11. */
  readonly stepTolerance?: number
}

export interface DifferentialEvolutionState extends SearchState {
  /** Best first; empty before the first step. */
  readonly population: readonly Candidate[]
  /** Members at the start. */
  readonly firstSize: number
  /** Members that were displaced by better ones. */
  readonly archive: readonly (readonly number[])[]
  readonly memory: SuccessMemory
}

/** Constants of L-SHADE: entries of the memory, the archive beside the population, the fraction of the best, members at the end. */
const MEMORY = 6
const ARCHIVE = 2.6
const ELITE = 0.11
const LAST_SIZE = 4

/**
 * Differential evolution with settings that adapt to what works (L-SHADE): each member competes with a trial made of differences of
 * others, drawn towards one of the best, with those displaced kept as a source of differences; the population shrinks as the budget
 * is spent. It starts from the point given and a scrambled Sobol design of the box. A step is a generation, whose costs are asked for in
 * one batch; equal seeds give equal results, bit for bit.
 *
 * Source: Storn & Price, DOI 10.1023/A:1008202821328; JADE: Zhang & Sanderson, DOI 10.1109/TEVC.2009.2014613; L-SHADE: Tanabe & Fukunaga,
 * DOI 10.1109/CEC.2014.6900380.
 */
export function differentialEvolution(options: DifferentialEvolutionOptions): Solver<DifferentialEvolutionState> {
  const settings = { costTolerance: 1e-10, stepTolerance: 1e-11, ...withSearchDefaults(options) }
  if (options.population !== undefined && !(Number.isInteger(options.population) && options.population >= LAST_SIZE))
    throw new RangeError(`a population has ${LAST_SIZE} members or more, not ${options.population}`)

  async function init(problem: LeastSquaresProblem, start: Float64Array): Promise<DifferentialEvolutionState> {
    const begun = await beginSearch(problem, start, options.box)
    const n = freeComponents(begun.box).length
    const firstSize = options.population ?? Math.max(LAST_SIZE, Math.min(18 * n, Math.floor(settings.evaluations / 10)))
    const state = { ...begun, population: [], firstSize, archive: [], memory: emptyMemory(MEMORY) }
    return { ...state, status: n === 0 ? endOfSearch("converged", "no parameter can move", state, "") : judge(state) }
  }

  async function step(problem: LeastSquaresProblem, state: DifferentialEvolutionState): Promise<DifferentialEvolutionState> {
    if (state.status) return state
    const next = state.population.length === 0 ? await settle(problem, state) : await compete(problem, state)
    const { x, cost } = bestOf(state, next.population)
    const told = {
      ...next,
      iteration: state.iteration + 1,
      x,
      cost,
      candidates: distinctCandidates(state.box, next.population, settings.keep),
    }
    return { ...told, status: judge(told) }
  }

  /** The first population. */
  async function settle(problem: LeastSquaresProblem, state: DifferentialEvolutionState): Promise<DifferentialEvolutionState> {
    const draws = createDraws(settings.seed, state.iteration)
    const points = Array.from({ length: state.firstSize - 1 }, (_, i) =>
      fromFractions(problem, state.box, designPoint(problem.size, i, draws)),
    )
    const costs = await costsOf(problem, points)
    const members = [{ x: state.x, cost: state.cost }, ...points.map((x, i) => ({ x: plain(x), cost: costs[i] }))]
    return { ...state, evaluations: state.evaluations + points.length, population: sorted(members) }
  }

  function designPoint(size: number, index: number, draws: Draws): Float64Array {
    const fractions = new Float64Array(size)
    if (size <= sobolDimensions) sobolPoint(index, fractions, settings.seed)
    else for (let k = 0; k < size; k++) fractions[k] = draws.uniform()
    return fractions
  }

  /** A generation. */
  async function compete(problem: LeastSquaresProblem, state: DifferentialEvolutionState): Promise<DifferentialEvolutionState> {
    const { population, archive, memory, box } = state
    const draws = createDraws(settings.seed, state.iteration)
    const trials = breed({ problem, population, archive, memory, elite: ELITE, free: freeComponents(box) }, draws)
    const costs = await costsOf(
      problem,
      trials.map(({ x }) => x),
    )
    const displaced = population.filter(({ cost }, i) => costs[i] < cost).map(({ x }) => x)
    const successes = trials.flatMap(({ scale, rate }, i): Success[] =>
      costs[i] < population[i].cost ? [{ scale, rate, gain: population[i].cost === NO_COST ? 0 : population[i].cost - costs[i] }] : [],
    )
    const members = population.map((member, i) => (costs[i] <= member.cost ? { x: plain(trials[i].x), cost: costs[i] } : member))
    const evaluations = state.evaluations + trials.length
    const size = Math.max(LAST_SIZE, Math.round(state.firstSize + ((LAST_SIZE - state.firstSize) * evaluations) / settings.evaluations))
    const survivors = sorted(members).slice(0, size)
    return {
      ...state,
      evaluations,
      population: survivors,
      archive: thinned([...archive, ...displaced], Math.round(ARCHIVE * survivors.length), draws),
      memory: remember(memory, weighed(successes)),
    }
  }

  function judge(state: Omit<DifferentialEvolutionState, "status">): SolverStatus | null {
    const { cost, population, evaluations, box } = state
    if (cost <= settings.target) return endOfSearch("converged", `converged: the cost has come down to ${settings.target}`, state, "")
    const last = population.at(-1)
    if (last && last.cost - cost <= settings.costTolerance * cost)
      return endOfSearch("converged", `converged: the costs of all ${population.length} members are equal`, state, "")
    if (last && population.every(({ x }) => apart(box, x, population[0].x) <= settings.stepTolerance))
      return endOfSearch("converged", `converged: all ${population.length} members have come together`, state, "")
    const coming = population.length === 0 ? state.firstSize - 1 : population.length
    if (evaluations + coming <= settings.evaluations) return null
    const basins = `, ${state.candidates.length === 1 ? "all members close together" : `members in ${state.candidates.length} places or more`}`
    return endOfSearch("limit", `stopped at the limit of ${settings.evaluations} evaluations`, state, basins)
  }

  return Object.freeze({ init, step })
}

function sorted(members: readonly Candidate[]): Candidate[] {
  return [...members].sort((a, b) => a.cost - b.cost)
}

/** Gains beside the largest, so that no sum overflows; one over a member without a cost counts as much as that. */
function weighed(successes: readonly Success[]): Success[] {
  const most = successes.reduce((largest, { gain }) => Math.max(largest, gain), 0) || 1
  return successes.map((one) => ({ ...one, gain: one.gain === 0 ? 1 : one.gain / most }))
}

/** At most `size` of the archive, those that go drawn at random. */
function thinned(archive: readonly (readonly number[])[], size: number, draws: Draws): (readonly number[])[] {
  const kept = [...archive]
  while (kept.length > size) kept.splice(draws.index(kept.length), 1)
  return kept
}
