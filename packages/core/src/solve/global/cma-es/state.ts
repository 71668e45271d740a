import type { Candidate, SearchState } from "../search.ts"
import type { Distribution } from "./distribution.ts"

/** A run from one start to one end; a search is a sequence of them. */
export interface CmaEsRun {
  readonly regime: "first" | "large" | "small"
  readonly population: number
  readonly distribution: Distribution
  readonly startSigma: number
  readonly evaluations: number
  /** Evaluations at most. */
  readonly limit: number
  readonly best: Candidate | null
  /** Lowest and median cost of the last generations. */
  readonly lows: readonly number[]
  readonly middles: readonly number[]
}

/** A run that has ended. */
export interface EndedRun {
  readonly regime: CmaEsRun["regime"]
  readonly population: number
  readonly evaluations: number
  readonly best: Candidate
  readonly reason: string
}

/** Of CMA-ES; distributions live in fractions of the box, over the components that can move. */
export interface CmaEsState extends SearchState {
  readonly run: CmaEsRun
  readonly ended: readonly EndedRun[]
}
