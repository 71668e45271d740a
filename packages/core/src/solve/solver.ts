import type { LeastSquaresProblem } from "./problem.ts"
import type { SolverStatus } from "./status.ts"

/** What every state of a solver tells; the rest is the solver's own. Plain data: a JSON round trip changes no bit of it. */
export interface SolverState {
  readonly iteration: number
  /** Best point so far. */
  readonly x: readonly number[]
  /** ½‖r(x)‖² */
  readonly cost: number
  /** Set once the solver has nothing more to do. */
  readonly status: SolverStatus | null
}

/** A solver as a pair of functions on an explicit state; a stored state goes on exactly as if it had never stopped. */
export interface Solver<State extends SolverState> {
  init(problem: LeastSquaresProblem, x: Float64Array): Promise<State>
  step(problem: LeastSquaresProblem, state: State): Promise<State>
}

export interface DriveOptions<State> {
  /** Called with the first state and after every step: the place for progress and checkpoints. */
  readonly onIteration?: (state: State) => void | Promise<void>
  readonly signal?: AbortSignal
}

/**
 * Steps a solver until its status says why it ended. An abort is noticed between steps; the state it returns goes on later.
 *
 * @param start a state (a stored one to resume), or where to start from
 */
export async function drive<State extends SolverState>(
  solver: Solver<State>,
  problem: LeastSquaresProblem,
  start: State | Float64Array,
  options: DriveOptions<State> = {},
): Promise<{ readonly state: State; readonly status: SolverStatus }> {
  let state = start instanceof Float64Array ? await solver.init(problem, start) : start
  await options.onIteration?.(state)
  while (!state.status) {
    if (options.signal?.aborted) {
      const sentence = `interrupted after ${state.iteration} iterations; the state saved goes on from there`
      return { state, status: { outcome: "aborted", sentence, notes: [] } }
    }
    state = await solver.step(problem, state)
    await options.onIteration?.(state)
  }
  return { state, status: state.status }
}
