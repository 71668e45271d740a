import { z } from "zod"
import { Failure } from "../failure/failure.ts"
import { type NoiseState, noiseStateSchema } from "./noise/noise-state.ts"
import type { Property } from "../observables/property.ts"
import type { SolverState } from "../solve/solver.ts"
import type { SolverStatus } from "../solve/status.ts"

/**
 * `assembling`: the data of a linear model are turned into triangles; `searching`: many points are tried; `solving`: the best of
 * them is driven to the minimum, again after each renewal of σ; `finished`.
 */
export type FitStage = "assembling" | "searching" | "solving" | "finished"

/** Everything a fit needs to go on, beside its data and settings. Plain data: a JSON round trip changes no bit of it. */
export interface FitState {
  readonly format: 1
  readonly stage: FitStage
  /** Steps made in all stages together. */
  readonly iteration: number
  /** Renewals of σ so far. */
  readonly round: number
  /** One per pool of classes, then one per target, in units of the σ that was given. */
  readonly sigmas: readonly number[]
  /** ‖r‖² that the data could have without targets, once their σ have settled and targets are held; null before, and without such targets. */
  readonly unheld: number | null
  /** How noise differs from datum to datum; null before that is known, which is once all data of a σ have been taken as alike. */
  readonly noise: NoiseState | null
  /** Whether σ are given or no longer move: the solver at work is the last. */
  readonly settled: boolean
  /** What the search for the best valley found; null without one. */
  readonly search: SolverStatus | null
  /** State of the solver at work, or of the last one. */
  readonly solver: SolverState
  /** The present point, free parameters (transformed). */
  readonly x: readonly number[]
  /** Values of all parameters of potential and baseline there; the profiled ones at their best. */
  readonly theta: readonly number[]
  /** ½‖r‖² for the present σ. */
  readonly cost: number
  /** Largest cosine between the residual and a column of J where the solver linearised last; null before the first step. */
  readonly gradient: number | null
  /** Root-mean-square residuals in internal units. */
  readonly rmse: { readonly [property in Property]?: number }
  /** How the last solver ended. */
  readonly outcome: SolverStatus | null
}

const numbers = z.array(z.number())

const statusSchema = z.strictObject({
  outcome: z.enum(["converged", "limit", "stalled", "aborted"]),
  sentence: z.string(),
  notes: z.array(z.string()),
})

const stateSchema = z.strictObject({
  format: z.literal(1),
  stage: z.enum(["assembling", "searching", "solving", "finished"]),
  iteration: z.int(),
  round: z.int(),
  sigmas: numbers,
  unheld: z.number().nullable(),
  noise: noiseStateSchema.nullable().default(null),
  settled: z.boolean(),
  search: statusSchema.nullable(),
  solver: z.looseObject({ iteration: z.int(), x: numbers, cost: z.number(), status: statusSchema.nullable() }),
  x: numbers,
  theta: numbers,
  cost: z.number(),
  gradient: z.number().nullable(),
  rmse: z.strictObject({ energy: z.number().exactOptional(), forces: z.number().exactOptional(), stress: z.number().exactOptional() }),
  outcome: statusSchema.nullable(),
})

/** The state in a checkpoint. @throws Failure when it is none. */
export function parseFitState(value: unknown): FitState {
  const parsed = stateSchema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new Failure(`the checkpoint is not one of this version: ${issue.path.join(".")} ${issue.message}`, {
    advice: "start the fit anew",
  })
}
