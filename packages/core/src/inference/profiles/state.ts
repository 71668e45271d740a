import type { SolverStatus } from "../../solve/status.ts"

/** The lowest cost with one parameter held. */
export interface ProfilePoint {
  /** Of the parameter held, as the solver moves it. */
  readonly value: number
  /** Cost above that of the minimum. */
  readonly delta: number
  /** All parameters there. */
  readonly x: readonly number[]
}

/**
 * How one side of a profile ended: it crossed the limit; a bound came first; the cost levelled off, or never rose; predictions ceased to exist;
 * or there were too many points.
 */
export type ProfileEnd = "crossed" | "bound" | "plateau" | "flat" | "edge" | "limit"

/** One side of a profile: from the minimum to smaller or to larger values. */
export interface ProfileSide {
  /** −1 to smaller values, +1 to larger. */
  readonly direction: -1 | 1
  /** From the minimum outwards, the minimum first. */
  readonly points: readonly ProfilePoint[]
  /** The value to try next, and, while the crossing is being narrowed, what lies beyond it. */
  readonly next: number
  readonly beyond: ProfilePoint | null
  /** Nearest value at which predictions do not exist; null while none is known. */
  readonly wall: number | null
  readonly halvings: number
  readonly refits: number
  /** Null while it goes on. */
  readonly end: ProfileEnd | null
  /** Where it crosses the limit; null where it does not. */
  readonly crossing: number | null
}

/** The profile of one parameter. */
export interface ParameterProfile {
  /** Of the parameter in x. */
  readonly index: number
  readonly name: string
  /** Standard error by linearisation; null where the data leave it open. */
  readonly standardError: number | null
  readonly sides: readonly [ProfileSide, ProfileSide]
}

/** Everything the next step depends on. Plain data: a JSON round trip changes no bit of it. */
export interface ProfileState {
  readonly iteration: number
  /** The point the fit ended at. */
  readonly x: readonly number[]
  readonly cost: number
  readonly profiles: readonly ParameterProfile[]
  /** A point below that of the fit, where one was met. */
  readonly better: { readonly x: readonly number[]; readonly cost: number } | null
  readonly status: SolverStatus | null
}
