import { z } from "zod"

/** Which solver: `auto` picks by what the parameters declare. */
export type SolverKind = "auto" | "linear" | "variable-projection" | "levenberg-marquardt"

/** The `solver` of a config, defaults filled in. */
export interface SolverSettings {
  readonly kind: SolverKind
  readonly starts: number
  readonly screening: number
  readonly maxIterations: number
  readonly tolerance: number
  readonly acceleration: boolean
  readonly sigmaRounds: number
}

/** The `solver` of a config; what it gives is valid input again. */
export const solverSchema: z.ZodType<SolverSettings> = z.strictObject({
  kind: z
    .enum(["auto", "linear", "variable-projection", "levenberg-marquardt"])
    .default("auto")
    .describe("auto: linear if all free parameters are, variable projection if some are, else Levenberg–Marquardt"),
  starts: z.int().min(1).max(100_000).default(1).describe("start points that are screened; the first is the one given"),
  screening: z.int().min(1).default(8).describe("iterations given to each start point in the screening"),
  maxIterations: z.int().min(1).default(200).describe("iterations of a solver at most"),
  tolerance: z.number().positive().max(1e-2).default(1e-6).describe("relative fall of the loss below which a step counts as none"),
  acceleration: z
    .boolean()
    .default(false)
    .describe("bend the steps of Levenberg–Marquardt along the geodesic, for narrow valleys (three more predictions of the data each)"),
  sigmaRounds: z.int().min(0).max(100).default(10).describe("how often estimated σ are renewed at most"),
})
