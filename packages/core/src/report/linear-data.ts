import type { Expectations } from "../fit/linear/search-rows.ts"
import type { ErrorTable } from "../observables/errors.ts"

/** Strength of one penalty. */
export interface StrengthRecord {
  readonly name: string
  readonly value: number
  readonly origin: "given" | "estimated"
  /** Ends of the 95 % interval, where there is one. */
  readonly interval?: readonly [low: number, high: number]
}

/** A property whose errors curves are drawn of. */
export interface CurveProperty {
  /** Such as `energy`. */
  readonly name: string
  /** Of the errors. */
  readonly unit: string
}

/** Root mean square errors by property, in the order of `LinearRecord.properties`; null where there are none. */
export type CurveErrors = readonly (number | null)[]

/** A model at another balance of energies and forces. */
export interface BalanceRecord {
  /** Weight of energies beside that chosen: the choice is 1. */
  readonly ratio: number
  readonly training: CurveErrors
  /** On data held out. */
  readonly heldOut: CurveErrors | null
}

/** A model at another strength of one penalty, the others as chosen. */
export interface PenaltyCurve {
  readonly name: string
  /** `factor` on the strength chosen, and the errors on data held out. */
  readonly points: readonly { readonly factor: number; readonly heldOut: CurveErrors }[]
}

/** A model trained on part of the data. */
export interface LearningRecord {
  /** Configurations that were trained on, on average. */
  readonly configurations: number
  readonly training: CurveErrors
  readonly heldOut: CurveErrors
}

/** The models that a solver compared, such as ridges of several strengths. */
export interface ComparisonRecord {
  /** What distinguishes them, such as `terms`. */
  readonly axis: string
  readonly logarithmic: boolean
  /** What was made small. */
  readonly criterion: string
  readonly points: readonly { readonly at: number; readonly criterion: number }[]
}

/** What a fit that is linear in its parameters adds to a report. */
export interface LinearRecord {
  /** Unknowns in all, and how many of them the data decide. */
  readonly unknowns: number
  readonly effectiveParameters: number | null
  readonly logEvidence: number | null
  /** Whether cross-validation chose the σ, which then are weights and not the size of errors. */
  readonly balanced: boolean
  /** ν of Student's distribution by σ, where noise has heavy tails. */
  readonly degrees: readonly { readonly name: string; readonly value: number }[]
  readonly penalties: readonly StrengthRecord[]
  /** One-sided ones: what is expected to be at least, and what became of it. */
  readonly expectations?: Expectations
  /** Parts that were held out one after the other; 1: none. */
  readonly folds: number
  readonly training: ErrorTable
  readonly heldOut: ErrorTable | null
  readonly properties: readonly CurveProperty[]
  readonly balances: readonly BalanceRecord[]
  readonly penaltyCurves: readonly PenaltyCurve[]
  readonly learning: readonly LearningRecord[]
  readonly comparison: ComparisonRecord | null
}
