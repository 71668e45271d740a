import { z } from "zod"
import type { Property } from "../observables/property.ts"

/** Which solver: `auto` picks by what the parameters declare. */
export type SolverKind = "auto" | "linear" | "bayesian-linear" | "variable-projection" | "levenberg-marquardt"

/** By what the strengths of penalties and the balance of properties are chosen, where they are not given. */
export type SolverCriterion = "evidence" | "cross-validation"

/** The `solver` of a config, defaults filled in. */
export interface SolverSettings {
  readonly kind: SolverKind
  readonly starts: number
  readonly screening: number
  readonly maxIterations: number
  readonly tolerance: number
  readonly acceleration: boolean
  readonly sigmaRounds: number
  readonly criterion: SolverCriterion
  readonly emphasis: Readonly<Record<Property, number>>
  readonly folds: number
  readonly foldsBy: "random" | "contiguous"
}

const exponent = z.number().nonnegative().max(100).default(1)

/** The `solver` of a config; what it gives is valid input again. */
export const solverSchema: z.ZodType<SolverSettings> = z.strictObject({
  kind: z
    .enum(["auto", "linear", "bayesian-linear", "variable-projection", "levenberg-marquardt"])
    .default("auto")
    .describe(
      "auto: where all free parameters are linear, linear, or bayesian-linear if they are many or the potential has regularisers; variable projection if some are; else Levenberg–Marquardt",
    ),
  starts: z.int().min(1).max(100_000).default(1).describe("start points that are screened; the first is the one given"),
  screening: z.int().min(1).default(8).describe("iterations given to each start point in the screening"),
  maxIterations: z.int().min(1).default(200).describe("iterations of a solver at most"),
  tolerance: z.number().positive().max(1e-2).default(1e-6).describe("relative fall of the loss below which a step counts as none"),
  acceleration: z
    .boolean()
    .default(false)
    .describe("bend the steps of Levenberg–Marquardt along the geodesic, for narrow valleys (three more predictions of the data each)"),
  sigmaRounds: z.int().min(0).max(100).default(10).describe("how often estimated σ are renewed at most"),
  criterion: z
    .enum(["evidence", "cross-validation"])
    .default("cross-validation")
    .describe(
      "what chooses the strengths of penalties and the balance of properties in bayesian-linear, where they are not given; evidence believes that the model can be exact, cross-validation does not",
    ),
  emphasis: z
    .strictObject({ energy: exponent, forces: exponent, stress: exponent })
    .prefault({})
    .describe("of cross-validation: it makes the product of the errors of the properties small, each to this power"),
  folds: z
    .int()
    .min(1)
    .max(50)
    .default(5)
    .describe("parts that the data of a bayesian-linear fit are held out in, one after the other; 1: none"),
  foldsBy: z
    .enum(["random", "contiguous"])
    .default("random")
    .describe("contiguous: a fold is a run of neighbouring frames of a group, as frames of one trajectory ask for"),
})
