import { z } from "zod"

/** Noise that is not the same for all data of a σ, at the point of a fit where rows were weighed by it last. */
interface WeighedAt {
  /** Values of all parameters at which weights, or covariances, were taken. */
  readonly theta: readonly number[]
  /** Those that the present round began with. */
  readonly from: readonly number[]
  /** Rounds of weighing and solving that were made. */
  readonly rounds: number
  /** −ln of the likelihood of the data there, up to what the weights of configurations add; normalised where the objective is. */
  readonly minusLogLikelihood: number
}

/** What a fit knows of how its noise differs from datum to datum. Plain data. */
export type NoiseState =
  | { readonly kind: "even" }
  /** ν by pool of classes. */
  | (WeighedAt & { readonly kind: "student-t"; readonly degrees: readonly number[] })
  /** Beside σ stands what the digits of positions and labels leave open. */
  | (WeighedAt & { readonly kind: "rounding" })

const weighedAt = { theta: z.array(z.number()), from: z.array(z.number()), rounds: z.int(), minusLogLikelihood: z.number() }

/** The noise in a checkpoint. */
export const noiseStateSchema: z.ZodType<NoiseState> = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("even") }),
  z.strictObject({ kind: z.literal("student-t"), ...weighedAt, degrees: z.array(z.number()) }),
  z.strictObject({ kind: z.literal("rounding"), ...weighedAt }),
])
