import { z } from "zod"
import type { Property } from "../observables/property.ts"
import { type SearchChoice, searchSchema } from "./search-schema.ts"

/** Which solver: `auto` picks by what the parameters declare. */
export type SolverKind =
  | "auto"
  | "linear"
  | "bayesian-linear"
  | "ridge"
  | "truncated"
  | "matching-pursuit"
  | "lasso"
  | "relevance"
  | "variable-projection"
  | "levenberg-marquardt"

/** By what the strengths of penalties and the balance of properties are chosen, where they are not given. */
export type SolverCriterion = "cross-validation" | "evidence" | "gcv" | "l-curve" | "aicc" | "bic"

/** The `solver` of a config, defaults filled in. */
export interface SolverSettings {
  readonly kind: SolverKind
  readonly search: SearchChoice
  readonly maxIterations: number
  readonly tolerance: number
  readonly acceleration: boolean
  readonly sigmaRounds: number
  readonly criterion: SolverCriterion
  readonly emphasis: Readonly<Record<Property, number>>
  readonly folds: number
  readonly foldsBy: "random" | "contiguous"
}

const exponent: z.ZodNumber = z.number().nonnegative().max(100)

/** The `solver` of a config; what it gives is valid input again. */
export const solverSchema: z.ZodType<SolverSettings> = z.strictObject({
  kind: z
    .enum([
      ...(["auto", "linear", "bayesian-linear", "ridge", "truncated", "matching-pursuit", "lasso", "relevance"] as const),
      ...(["variable-projection", "levenberg-marquardt"] as const),
    ])
    .default("auto")
    .describe(
      "auto: where all free parameters are linear, linear, or bayesian-linear if they are many or the potential has regularisers; variable projection if some are; else Levenberg–Marquardt. Of linear models with σ from a bayesian-linear fit: ridge, with one strength for all penalties; truncated, in the directions that the data see best; matching-pursuit and lasso, with few coefficients; relevance, with a prior of its own for each coefficient, which puts those that the data do not ask for at zero",
    ),
  search: searchSchema
    .default({ method: "none" })
    .describe("what looks for the best valley before the solver goes down to its bottom: the name of a method, or a mapping"),
  maxIterations: z.int().min(1).default(200).describe("iterations of a solver at most"),
  tolerance: z.number().positive().max(1e-2).default(1e-6).describe("relative fall of the loss below which a step counts as none"),
  acceleration: z
    .boolean()
    .default(false)
    .describe("bend the steps of Levenberg–Marquardt along the geodesic, for narrow valleys (three more predictions of the data each)"),
  sigmaRounds: z.int().min(0).max(100).default(10).describe("how often estimated σ are renewed at most"),
  criterion: z
    .enum(["cross-validation", "evidence", "gcv", "l-curve", "aicc", "bic"])
    .default("cross-validation")
    .describe(
      "what a linear solver chooses strengths of penalties, balance of properties or number of terms by, where they are not given: cross-validation (all); evidence, which believes that the model can be exact (bayesian-linear, ridge, relevance); gcv (ridge, truncated); l-curve (ridge); aicc, bic (matching-pursuit, lasso)",
    ),
  emphasis: z
    .strictObject({
      energy: exponent.default(1).describe("of the energy error"),
      forces: exponent.default(1).describe("of the force error"),
      stress: exponent.default(0.1).describe("of the stress error, which fewer structures have"),
    })
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
