import type { LeastSquaresProblem } from "../../solve/problem.ts"

/** What every state of a sampler tells. Plain data: a JSON round trip changes no bit of it. */
export interface SamplerState {
  /** Steps made. */
  readonly iteration: number
  /** Where the chains are, `[chains][n]`: one draw of each a step. */
  readonly points: readonly (readonly number[])[]
  /** ½‖r‖² at each. */
  readonly costs: readonly number[]
  /** Proposals since the start, and how many of them were taken. */
  readonly proposed: number
  readonly accepted: number
}

/**
 * Draws from `p(x) ∝ exp(−½‖r(x)‖²/T)` within the bounds, flat in x: in the variables that the solver moves, so a parameter with a
 * logarithmic transform is flat in its logarithm. A pair of functions on an explicit state, like a solver; a stored state goes
 * on to the same bits, whatever the threads.
 */
export interface Sampler<State extends SamplerState> {
  /** @param x the minimum */
  init(problem: LeastSquaresProblem, x: Float64Array): Promise<State>
  step(problem: LeastSquaresProblem, state: State): Promise<State>
}
