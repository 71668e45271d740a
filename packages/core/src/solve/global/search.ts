import type { LeastSquaresProblem } from "../problem.ts"
import type { SolverState } from "../solver.ts"
import { type SolverStatus, show } from "../status.ts"
import { costsOf, NO_COST } from "./costs-of.ts"
import { apart, type BoxRequest, clamp, searchBox, type SearchBox } from "./search-box.ts"

/** A point and its cost. */
export interface Candidate {
  readonly x: readonly number[]
  readonly cost: number
}

/** What every state of a search tells beside what states of all solvers do. Where no point had a cost yet, `cost` is `NO_COST`. */
export interface SearchState extends SolverState {
  /** Costs asked for so far. */
  readonly evaluations: number
  readonly box: SearchBox
  /** The best points that are not the same, best first: where a local solver may go on. */
  readonly candidates: readonly Candidate[]
}

/** What every search asks for. */
export interface SearchOptions {
  readonly seed: number
  /** Costs asked for at most. */
  readonly evaluations: number
  /** Ended once the cost is no more than this; default 0. */
  readonly target?: number
  /** Where to look; by default as `searchBox` says. */
  readonly box?: BoxRequest
  /** Candidates kept; default 10. */
  readonly keep?: number
}

/** Options with the defaults of all searches. @throws RangeError for numbers that make no search. */
export function withSearchDefaults<Options extends SearchOptions>(
  options: Options,
): Options & { readonly target: number; readonly keep: number } {
  for (const [name, value, least] of [
    ["seed", options.seed, 0],
    ["evaluations", options.evaluations, 1],
    ["keep", options.keep ?? 1, 1],
  ] as const) {
    if (!Number.isSafeInteger(value) || value < least) throw new RangeError(`${name} must be a whole number from ${least} on, not ${value}`)
  }
  return { ...options, target: options.target ?? 0, keep: options.keep ?? 10 }
}

/** The state of any search at the point given, whose cost may be missing. */
export async function beginSearch(problem: LeastSquaresProblem, start: Float64Array, asked?: BoxRequest): Promise<SearchState> {
  const box = searchBox(problem, start, asked)
  const x = plain(start.map((value, k) => clamp(value, problem.lower[k], problem.upper[k])))
  const [cost] = await costsOf(problem, [Float64Array.from(x)])
  return { iteration: 0, x, cost, status: null, evaluations: 1, box, candidates: distinctCandidates(box, [{ x, cost }], 1) }
}

/** Points nearer to each other than this much of the box are one candidate. */
const APART = 0.01

/** The `keep` best of the given points, best first, those without a cost and those close to better ones left out. */
export function distinctCandidates(box: SearchBox, points: readonly Candidate[], keep: number): Candidate[] {
  const ranked = points.filter(({ cost }) => cost < NO_COST).sort((a, b) => a.cost - b.cost)
  const kept: Candidate[] = []
  for (const one of ranked) {
    if (kept.length >= keep) break
    if (kept.every((other) => apart(box, one.x, other.x) > APART)) kept.push(one)
  }
  return kept
}

/** The best of a point and others. */
export function bestOf(known: Candidate, points: readonly Candidate[]): Candidate {
  return points.reduce((best, one) => (one.cost < best.cost ? one : best), known)
}

/** Costs within this much of each other count as the same. */
const SAME = 1e-6

/** `found by k of n runs`, by the costs that runs ended with. */
export function agreement(costs: readonly number[], lowest: number): string {
  const same = costs.filter((cost) => cost - lowest <= SAME * Math.abs(lowest) + Number.MIN_VALUE).length
  return `found by ${same} of ${costs.length}`
}

/** How a search ended, with its numbers; `more` says what is the method's own. */
export function endOfSearch(
  outcome: SolverStatus["outcome"],
  why: string,
  state: { readonly cost: number; readonly evaluations: number },
  more: string,
): SolverStatus {
  if (state.cost === NO_COST) {
    const sentence = `${why}: none of ${state.evaluations} points had a cost`
    return { outcome: "stalled", sentence, notes: [] }
  }
  return { outcome, sentence: `${why}: lowest cost ${show(state.cost)} in ${state.evaluations} evaluations${more}`, notes: [] }
}

/** As plain numbers; −0 would not survive JSON. */
export function plain(values: ArrayLike<number>): number[] {
  return Array.from(values, (value) => value + 0)
}
