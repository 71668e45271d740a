import type { SolverState } from "../solver.ts"

/** Everything the next step depends on besides the problem. */
export interface LevenbergMarquardtState extends SolverState {
  readonly lambda: number
  readonly firstCost: number
  /** Longest ‖D δ‖ the linear model is trusted for; null before the first step. */
  readonly radius: number | null
  /** Running largest ‖J_k‖ of each parameter: the units in which steps are measured. */
  readonly scale: readonly number[]
  /** Steps running that lowered the cost by less than the tolerance. */
  readonly slow: number
  /** By how much the last step lowered the cost; null before the first. */
  readonly gain: number | null
  /** Steps running that gained half of the one before at most. */
  readonly shrinking: number
  /** ‖D δ‖ / ‖D x‖ of the last step; null before the first. */
  readonly moved: number | null
  readonly costs: number
  readonly linearisations: number
}
