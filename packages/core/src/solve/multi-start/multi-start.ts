import { Failure } from "../../failure/failure.ts"
import { sobolDimensions, sobolPoint } from "../../random/sobol.ts"
import type { LeastSquaresProblem } from "../problem.ts"
import type { Solver, SolverState } from "../solver.ts"
import { type SolverStatus, show } from "../status.ts"

export interface MultiStartOptions {
  /** Starts in all; the first is the point given. */
  readonly starts: number
  readonly seed: number
  /** Where starts are drawn from; the bounds of the problem unless given. In the variables the solver moves, so log θ where those are logarithms. */
  readonly box?: { readonly lower: ArrayLike<number>; readonly upper: ArrayLike<number> }
  /** The starts after the first, instead of a design. */
  readonly points?: readonly ArrayLike<number>[]
}

/** How one start ended. */
export interface StartResult {
  /** Start 0 is the point given, start i > 0 the Sobol point (or the one of `points`) i − 1. */
  readonly start: number
  readonly x: readonly number[]
  /** Null where there was no cost to start from. */
  readonly cost: number | null
  readonly status: SolverStatus
}

export interface MultiStartState<Inner> extends SolverState {
  /** The point given. */
  readonly origin: readonly number[]
  readonly start: number
  /** The run under way; null between starts. */
  readonly inner: Inner | null
  /** Starts that have ended, best first. */
  readonly ranking: readonly StartResult[]
}

/** Costs within this much of each other, or within rounding of zero beside the worst, count as the same minimum. */
const SAME = 1e-6
const ROUNDING = 1e-20

/**
 * Runs a local solver from many starts: the point given, then the points of a Sobol design scrambled by the seed, spread over the box. The
 * state's `x` and `cost` are the best so far, its `ranking` all that ended. Equal seeds give equal results, bit for bit.
 */
export function multiStart<Inner extends SolverState>(solver: Solver<Inner>, options: MultiStartOptions): Solver<MultiStartState<Inner>> {
  if (!Number.isInteger(options.starts) || options.starts < 1)
    throw new RangeError(`starts must be a whole number above 0, not ${options.starts}`)
  if (options.points && options.points.length !== options.starts - 1)
    throw new RangeError(`${options.starts} starts need ${options.starts - 1} points besides the first, not ${options.points.length}`)
  return Object.freeze({
    init: async (problem: LeastSquaresProblem, x: Float64Array) => {
      if (options.starts > 1 && !options.points) demandBox(problem, options)
      const inner = await solver.init(problem, x)
      return {
        iteration: 0,
        x: inner.x,
        cost: inner.cost,
        status: null,
        origin: Array.from(x, (value) => value + 0),
        start: 0,
        inner,
        ranking: [],
      }
    },
    step: async (problem: LeastSquaresProblem, state: MultiStartState<Inner>) => {
      if (state.inner) return progress(state, await solver.step(problem, state.inner), options)
      const point = designPoint(problem, options, state.start)
      try {
        return progress(state, await solver.init(problem, point), options)
      } catch (error) {
        // A start at which the cost does not exist is one of the things a wide design finds out.
        if (!(error instanceof Failure)) throw error
        const status: SolverStatus = { outcome: "stalled", sentence: error.message, notes: [] }
        return close({ ...state, iteration: state.iteration + 1 }, { start: state.start, x: [...point], cost: null, status }, options)
      }
    },
  })
}

function progress<Inner extends SolverState>(
  state: MultiStartState<Inner>,
  inner: Inner,
  options: MultiStartOptions,
): MultiStartState<Inner> {
  const better = inner.cost < state.cost
  const next = { ...state, iteration: state.iteration + 1, ...(better ? { x: inner.x, cost: inner.cost } : {}) }
  if (!inner.status) return { ...next, inner }
  return close(next, { start: state.start, x: inner.x, cost: inner.cost, status: inner.status }, options)
}

function close<Inner>(state: MultiStartState<Inner>, result: StartResult, { starts }: MultiStartOptions): MultiStartState<Inner> {
  const size = ({ cost }: StartResult): number => cost ?? Infinity
  const ranking = [...state.ranking, result].sort((a, b) => size(a) - size(b) || a.start - b.start)
  const start = state.start + 1
  return { ...state, start, inner: null, ranking, status: start < starts ? null : summarise(ranking) }
}

function summarise(ranking: readonly StartResult[]): SolverStatus {
  const [best] = ranking
  const lowest = best.cost ?? Infinity
  const highest = ranking.reduce((worst, { cost }) => Math.max(worst, cost ?? 0), 0)
  const same = ranking.filter(({ cost }) => cost !== null && cost - lowest <= SAME * lowest + ROUNDING * highest).length
  const broken = ranking.filter(({ cost }) => cost === null).length
  const failures = broken > 0 ? `; ${broken} had no cost to start from` : ""
  const sentence = `best of ${ranking.length} starts: cost ${show(lowest)}, found by ${same} of them${failures}; that one ${best.status.sentence}`
  return { outcome: best.status.outcome, sentence, notes: best.status.notes }
}

function demandBox(problem: LeastSquaresProblem, { box }: MultiStartOptions): void {
  const { lower, upper } = box ?? problem
  const open = problem.names.filter((_, k) => !(Number.isFinite(lower[k]) && Number.isFinite(upper[k]) && lower[k] <= upper[k]))
  if (open.length > 0) {
    throw new Failure(
      `starts cannot be drawn for parameters without finite bounds: ${open.slice(0, 8).join(", ")}${open.length > 8 ? ", …" : ""}`,
      {
        advice: "give them a lower and an upper bound",
      },
    )
  }
  if (problem.size > sobolDimensions) {
    throw new Failure(`starts can be drawn for at most ${sobolDimensions} parameters, not ${problem.size}`, {
      advice: "fix some of them, or use a single start",
    })
  }
}

function designPoint(problem: LeastSquaresProblem, { box, seed, points }: MultiStartOptions, start: number): Float64Array {
  if (points) return Float64Array.from(points[start - 1])
  const { lower, upper } = box ?? problem
  const point = new Float64Array(problem.size)
  sobolPoint(start - 1, point, seed)
  return point.map((fraction, k) => Math.min(problem.upper[k], Math.max(problem.lower[k], lower[k] + fraction * (upper[k] - lower[k]))))
}
