import { Failure } from "../../failure/failure.ts"
import { sobolDimensions, sobolPoint } from "../../random/sobol.ts"
import type { LeastSquaresProblem } from "../problem.ts"
import type { Solver, SolverState } from "../solver.ts"
import { NO_COST } from "../global/costs-of.ts"
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

/** A start under way. */
export interface StartedRun<Inner> {
  readonly start: number
  readonly inner: Inner
}

export interface MultiStartState<Inner> extends SolverState {
  /** The point given. */
  readonly origin: readonly number[]
  /** Starts that have begun. */
  readonly begun: number
  /** The starts under way, which make their steps together. */
  readonly runs: readonly StartedRun<Inner>[]
  /** Starts that have ended, best first. */
  readonly ranking: readonly StartResult[]
}

/** Starts under way at once: what one of them asks for does not wait for the others. */
const LANES = 8

/** Costs within this much of each other, or within rounding of zero beside the worst, count as the same minimum. */
const SAME = 1e-6
const ROUNDING = 1e-20

/**
 * Runs a local solver from many starts: the point given, then the points of a Sobol design scrambled by the seed, spread over the box. Several
 * are under way at once; a step is one of each. The state's `x` and `cost` are the best so far, its `ranking` all that ended. Equal seeds give
 * equal results, bit for bit. Where the point given has no cost it counts as `NO_COST`.
 */
export function multiStart<Inner extends SolverState>(solver: Solver<Inner>, options: MultiStartOptions): Solver<MultiStartState<Inner>> {
  if (!Number.isInteger(options.starts) || options.starts < 1)
    throw new RangeError(`starts must be a whole number above 0, not ${options.starts}`)
  if (options.points && options.points.length !== options.starts - 1)
    throw new RangeError(`${options.starts} starts need ${options.starts - 1} points besides the first, not ${options.points.length}`)

  async function init(problem: LeastSquaresProblem, x: Float64Array): Promise<MultiStartState<Inner>> {
    if (options.starts > 1 && !options.points) demandBox(problem, options)
    const origin = plain(x)
    const blank = { iteration: 0, x: origin, cost: NO_COST, status: null, origin, begun: 0, runs: [], ranking: [] }
    return settle(blank, [await begin(problem, x, 0)], options)
  }

  async function step(problem: LeastSquaresProblem, state: MultiStartState<Inner>): Promise<MultiStartState<Inner>> {
    if (state.status) return state
    const fresh = Array.from({ length: Math.min(LANES - state.runs.length, options.starts - state.begun) }, (_, i) => state.begun + i)
    const outcomes = await Promise.all([
      ...state.runs.map(async ({ start, inner }) => ({ start, inner: await solver.step(problem, inner) })),
      ...fresh.map((start) => begin(problem, designPoint(problem, options, start), start)),
    ])
    return settle({ ...state, iteration: state.iteration + 1 }, outcomes, options)
  }

  async function begin(problem: LeastSquaresProblem, x: Float64Array, start: number): Promise<StartedRun<Inner> | StartResult> {
    try {
      return { start, inner: await solver.init(problem, x) }
    } catch (error) {
      // A start at which the cost does not exist is one of the things a wide design finds out.
      if (!(error instanceof Failure) || options.starts === 1) throw error
      return { start, x: plain(x), cost: null, status: { outcome: "stalled", sentence: error.message, notes: [] } }
    }
  }

  return Object.freeze({ init, step })
}

/** The state after these steps of its runs, in the order of their starts. */
function settle<Inner extends SolverState>(
  state: MultiStartState<Inner>,
  outcomes: readonly (StartedRun<Inner> | StartResult)[],
  { starts }: MultiStartOptions,
): MultiStartState<Inner> {
  let { x, cost, begun } = state
  const runs: StartedRun<Inner>[] = []
  const ended = [...state.ranking]
  for (const one of outcomes) {
    begun = Math.max(begun, one.start + 1)
    if (!("inner" in one)) {
      ended.push(one)
      continue
    }
    const { start, inner } = one
    if (inner.cost < cost) [x, cost] = [inner.x, inner.cost]
    if (inner.status) ended.push({ start, x: inner.x, cost: inner.cost, status: inner.status })
    else runs.push(one)
  }
  const size = (result: StartResult): number => result.cost ?? Infinity
  const ranking = ended.toSorted((a, b) => size(a) - size(b) || a.start - b.start)
  return { ...state, x, cost, begun, runs, ranking, status: ranking.length < starts ? null : summarise(ranking) }
}

function summarise(ranking: readonly StartResult[]): SolverStatus {
  const [best] = ranking
  if (best.cost === null) return { ...best.status, sentence: `none of ${ranking.length} starts had a cost: ${best.status.sentence}` }
  const lowest = best.cost
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

/** As plain numbers; −0 would not survive JSON. */
function plain(values: ArrayLike<number>): number[] {
  return Array.from(values, (value) => value + 0)
}
