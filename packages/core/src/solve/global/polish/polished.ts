import { columnNorms, isFiniteTriangle } from "../../../linalg/triangle/measures.ts"
import { multiStart, type MultiStartState } from "../../multi-start/multi-start.ts"
import type { LeastSquaresProblem } from "../../problem.ts"
import type { Solver, SolverState } from "../../solver.ts"
import { costsOf, NO_COST } from "../costs-of.ts"
import { evaluationCounter } from "../count-evaluations.ts"
import { bestOf, distinctCandidates, plain, type SearchState } from "../search.ts"

export interface PolishOptions {
  /** Candidates of the search that the local solver goes on from; default 3. */
  readonly polish?: number
}

/** A search and what follows it. */
export interface PolishedState<Outer, Inner> extends SearchState {
  readonly search: Outer
  /** Where the local solver starts; null while the search goes on. */
  readonly points: readonly (readonly number[])[] | null
  /** Of the local solver, from one candidate after the other. */
  readonly polishing: MultiStartState<Inner> | null
  /** The point given. */
  readonly origin: readonly number[]
}

/**
 * A search followed by a local solver from the best few of its candidates, and from the point given, so that it never ends worse than the
 * local solver alone. The search finds the basin, the local solver its bottom, to the
 * last digit and onto the bounds, and describes it. Parameters that no residual feels there go back to their values at the start.
 */
export function polished<Outer extends SearchState, Inner extends SolverState>(
  search: Solver<Outer>,
  local: Solver<Inner>,
  options: PolishOptions = {},
): Solver<PolishedState<Outer, Inner>> {
  const { polish = 3 } = options
  if (!Number.isInteger(polish) || polish < 1) throw new RangeError(`polish must be a whole number above 0, not ${polish}`)
  const counted = evaluationCounter()
  const starts = (points: readonly (readonly number[])[]): Solver<MultiStartState<Inner>> =>
    multiStart(local, { starts: points.length, seed: 0, points: points.slice(1) })

  async function init(problem: LeastSquaresProblem, x: Float64Array): Promise<PolishedState<Outer, Inner>> {
    return told(await search.init(problem, x), plain(x))
  }

  /** The state while the search goes on; only a search without any point to polish ends it. */
  function told(state: Outer, origin: readonly number[]): PolishedState<Outer, Inner> {
    const { iteration, x, cost, evaluations, box, candidates } = state
    const status = state.candidates.length === 0 ? state.status : null
    return { iteration, x, cost, status, evaluations, box, candidates, search: state, points: null, polishing: null, origin }
  }

  async function step(given: LeastSquaresProblem, state: PolishedState<Outer, Inner>): Promise<PolishedState<Outer, Inner>> {
    if (state.status) return state
    if (!state.search.status) return told(await search.step(given, state.search), state.origin)
    const { problem, taken } = counted(given)
    taken()
    const points = state.points ?? (await settle(problem, state))
    const polishing = state.polishing
      ? await starts(points).step(problem, state.polishing)
      : await starts(points).init(problem, Float64Array.from(points[0]))
    const { x, cost } = bestOf(state, [polishing])
    const candidates = distinctCandidates(state.box, [...state.search.candidates, { x, cost }], state.search.candidates.length)
    const next = {
      ...state,
      iteration: state.iteration + 1,
      evaluations: state.evaluations + taken(),
      x,
      cost,
      candidates,
      points,
      polishing,
    }
    if (!polishing.status) return next
    const { outcome, sentence, notes } = polishing.status
    return {
      ...next,
      status: {
        outcome,
        sentence: `${state.search.status.sentence}; polished: ${sentence}`,
        notes: [...state.search.status.notes, ...notes],
      },
    }
  }

  /** The best candidates, parameters without effect at their starting values, and the point given. */
  async function settle(
    problem: LeastSquaresProblem,
    { search: { candidates }, origin }: PolishedState<Outer, Inner>,
  ): Promise<readonly (readonly number[])[]> {
    const points: (readonly number[])[] = []
    for (const { x, cost } of candidates.slice(0, polish)) {
      const triangle = await problem.linearise(Float64Array.from(x))
      const norms = isFiniteTriangle(triangle) ? columnNorms(triangle) : new Float64Array(x.length).fill(1)
      const idle = x.map((value, k) => (norms[k] === 0 ? origin[k] : value))
      // What is felt nowhere near may still be felt far away.
      points.push((await problem.cost(Float64Array.from(idle))) <= cost ? idle : x)
    }
    const [given] = await costsOf(problem, [Float64Array.from(origin)])
    return given < NO_COST ? [...points, origin] : points
  }

  return Object.freeze({ init, step })
}
