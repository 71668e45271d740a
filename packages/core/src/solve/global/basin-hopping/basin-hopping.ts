import { Failure } from "../../../failure/failure.ts"
import type { LeastSquaresProblem } from "../../problem.ts"
import type { Solver, SolverState } from "../../solver.ts"
import { type SolverStatus, show } from "../../status.ts"
import { NO_COST } from "../costs-of.ts"
import { evaluationCounter } from "../count-evaluations.ts"
import { createDraws, type Draws } from "../draws.ts"
import { clamp, freeComponents, fromFractions } from "../search-box.ts"
import {
  beginSearch,
  bestOf,
  type Candidate,
  distinctCandidates,
  endOfSearch,
  type SearchOptions,
  type SearchState,
  withSearchDefaults,
} from "../search.ts"

export interface BasinHoppingOptions extends SearchOptions {
  /** Hops at most; default as many as the evaluations allow. */
  readonly hops?: number
  /** Converged after this many hops without a lower minimum; default 100. */
  readonly patience?: number
  /** Largest first displacement of each parameter, as a fraction of the box; default 0.1. */
  readonly displacement?: number
  /** In units of the cost; by default half the median rise of the last hops that went up. */
  readonly temperature?: number
}

export interface BasinHoppingState<Inner> extends SearchState {
  /** The descent under way; null between hops. */
  readonly inner: Inner | null
  /** The minimum that hops start from; null before the first. */
  readonly from: Candidate | null
  readonly displacement: number
  readonly hops: number
  /** Hops since there was a lower minimum. */
  readonly idle: number
  /** Hops, and hops taken, since the displacement was changed. */
  readonly tried: number
  readonly taken: number
  /** By how much the last hops that went up did so. */
  readonly rises: readonly number[]
}

/** Hops between changes of the displacement, its factor, and the fraction of hops taken that is aimed at. */
const WINDOW = 10
const FACTOR = 1.2
const AIM = 0.5
const RISES = 20
/** Minima within this much of each other's cost are the same when hops are judged. */
const SAME = 1e-9

/**
 * Basin hopping: a random displacement of all parameters, a descent by a local solver, and a Metropolis step between the minima, so that
 * the walk sees the cost as a staircase of basins. The displacement adapts until half of the hops are taken. A step is one of the local
 * solver; its costs and linearisations count as evaluations. Equal seeds give equal results, bit for bit.
 *
 * Source: Wales & Doye, DOI 10.1021/jp970984n.
 */
export function basinHopping<Inner extends SolverState>(
  local: Solver<Inner>,
  options: BasinHoppingOptions,
): Solver<BasinHoppingState<Inner>> {
  const settings = { hops: Number.MAX_SAFE_INTEGER, patience: 100, displacement: 0.1, ...withSearchDefaults(options) }
  if (!(settings.displacement > 0)) throw new RangeError(`displacement must be above 0, not ${settings.displacement}`)
  const counted = evaluationCounter()

  async function init(given: LeastSquaresProblem, start: Float64Array): Promise<BasinHoppingState<Inner>> {
    const begun = await beginSearch(given, start, options.box)
    const { problem, taken } = counted(given)
    taken()
    const inner = begun.cost === NO_COST ? null : await local.init(problem, Float64Array.from(begun.x))
    const walk = { inner, from: null, displacement: settings.displacement, hops: 0, idle: 0, tried: 0, taken: 0, rises: [] }
    return judge({ ...begun, evaluations: begun.evaluations + taken(), candidates: [], ...walk })
  }

  async function step(given: LeastSquaresProblem, state: BasinHoppingState<Inner>): Promise<BasinHoppingState<Inner>> {
    if (state.status) return state
    const { problem, taken } = counted(given)
    taken()
    const draws = createDraws(settings.seed, state.iteration)
    const next = state.inner ? { ...state, inner: await local.step(problem, state.inner) } : await leap(problem, state, draws)
    const evaluations = state.evaluations + taken()
    const reached: Candidate | null = next.inner && { x: next.inner.x, cost: next.inner.cost }
    const { x, cost } = reached ? bestOf(state, [reached]) : state
    const moved = { ...next, iteration: state.iteration + 1, evaluations, x, cost }
    return judge(next.inner?.status && reached ? land(moved, reached, draws) : moved)
  }

  /** A displacement of the present minimum, or a random point of the box where there is none; where it has no cost the hop is lost. */
  async function leap(problem: LeastSquaresProblem, state: BasinHoppingState<Inner>, draws: Draws): Promise<BasinHoppingState<Inner>> {
    const { box, from, displacement } = state
    const x = from
      ? Float64Array.from(from.x)
      : fromFractions(
          problem,
          box,
          Float64Array.from(problem.names, () => draws.uniform()),
        )
    if (from) {
      for (const k of freeComponents(box)) {
        const value = x[k] + (2 * draws.uniform() - 1) * displacement * (box.upper[k] - box.lower[k])
        const mirrored =
          value < problem.lower[k] ? 2 * problem.lower[k] - value : value > problem.upper[k] ? 2 * problem.upper[k] - value : value
        x[k] = clamp(mirrored, problem.lower[k], problem.upper[k])
      }
    }
    try {
      return { ...state, inner: await local.init(problem, x) }
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      return adapt({ ...state, hops: state.hops + 1, idle: state.idle + 1, tried: state.tried + 1 })
    }
  }

  /** What follows from the minimum that a descent has reached. */
  function land(state: BasinHoppingState<Inner>, reached: Candidate, draws: Draws): BasinHoppingState<Inner> {
    const { from, box } = state
    const candidates = distinctCandidates(box, [...state.candidates, reached], settings.keep)
    if (!from) return { ...state, inner: null, from: reached, candidates }
    const rise = reached.cost - from.cost
    const same = Math.abs(rise) <= SAME * Math.abs(from.cost)
    const rises = rise > 0 && !same ? [...state.rises, rise].slice(-RISES) : state.rises
    const accepted = rise <= 0 || same || draws.uniform() < Math.exp(-rise / (temperatureOf(rises) || Number.MIN_VALUE))
    const lower = state.candidates.length === 0 || reached.cost < state.candidates[0].cost * (1 - SAME)
    const next: BasinHoppingState<Inner> = {
      ...state,
      inner: null,
      from: accepted ? reached : from,
      candidates,
      rises,
      hops: state.hops + 1,
      idle: lower ? 0 : state.idle + 1,
      tried: state.tried + 1,
      taken: state.taken + (accepted ? 1 : 0),
    }
    return adapt(next)
  }

  function temperatureOf(rises: readonly number[]): number {
    return settings.temperature ?? (rises.length === 0 ? 0 : rises.toSorted((a, b) => a - b)[rises.length >> 1] / 2)
  }

  function judge(state: BasinHoppingState<Inner>): BasinHoppingState<Inner> {
    const { cost, evaluations, hops, idle, box, candidates, inner } = state
    const more = `, ${hops} hops, ${candidates.length} different minima kept, displacement ${show(state.displacement)} of the box`
    const end = (outcome: SolverStatus["outcome"], why: string): BasinHoppingState<Inner> => {
      const kept = distinctCandidates(box, [...candidates, { x: state.x, cost }], settings.keep)
      return { ...state, candidates: kept, status: endOfSearch(outcome, why, state, more) }
    }
    if (cost <= settings.target) return end("converged", `converged: the cost has come down to ${settings.target}`)
    if (!inner && state.from && freeComponents(box).length === 0) return end("converged", "no parameter can move")
    if (!inner && idle >= settings.patience) return end("converged", `converged: no lower minimum in ${idle} hops`)
    if (hops >= settings.hops) return end("limit", `stopped at the limit of ${settings.hops} hops`)
    if (evaluations >= settings.evaluations) return end("limit", `stopped at the limit of ${settings.evaluations} evaluations`)
    return state
  }

  return Object.freeze({ init, step })
}

function adapt<Inner>(state: BasinHoppingState<Inner>): BasinHoppingState<Inner> {
  if (state.tried < WINDOW) return state
  const displacement = clamp(state.displacement * (state.taken > AIM * state.tried ? FACTOR : 1 / FACTOR), 1e-6, 1)
  return { ...state, displacement, tried: 0, taken: 0 }
}
