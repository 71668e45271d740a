import { z } from "zod"
import type { PotentialSpec } from "../../potential.ts"
import { autoLengthSchema } from "../../spec/length.ts"
import { parameterSetting } from "../../spec/parameter-setting.ts"
import type { ElementSettings } from "./element-parameters.ts"

/** Spec of `kind: coulomb`. */
export interface CoulombSpec extends PotentialSpec {
  readonly kind: "coulomb"
  /** Symbols. */
  readonly elements: readonly string[] | "auto"
  /** By symbol [e]. */
  readonly charges: ElementSettings
  readonly method: "ewald" | "dsf"
  /** Of the sum over pairs [Å]. */
  readonly cutoff: number | "auto"
  /** α of `dsf` [1/Å]. */
  readonly damping?: number | undefined
  /** Of the forces of `ewald`, relative to that between two elementary charges 1 Å apart. */
  readonly accuracy?: number | undefined
  readonly netCharge: "refuse" | "background"
}

/** Where Ewald sums come to an end: rounding, and nothing worth computing. */
export const accuracySchema: z.ZodType<number | undefined, number | undefined> = z
  .number()
  .min(1e-14)
  .max(1e-2)
  .optional()
  .describe("of `ewald`: error of forces relative to that between two elementary charges 1 Å apart (14.4 eV/Å); 1e-8 unless given")

/** See `CoulombSpec`. */
export const coulombSchema: z.ZodType<CoulombSpec> = z
  .object({
    kind: z.literal("coulomb").describe("electrostatics of point charges"),
    elements: z
      .union([z.array(z.string()).min(1), z.literal("auto")])
      .default("auto")
      .describe("symbols; auto: those of `charges`"),
    charges: z
      .record(z.string(), parameterSetting)
      .describe(
        "by symbol [e]: held as given, unless `fixed: false` or tied, as to keep the whole neutral: `O: { tie: { key: Si, factor: -0.5 } }`",
      ),
    method: z
      .enum(["ewald", "dsf"])
      .default("ewald")
      .describe("Ewald's sums, of crystals and of what does not repeat; or damped and shifted forces within the cutoff"),
    cutoff: autoLengthSchema
      .default("auto")
      .describe("of the sum over pairs; auto: 10 Å for `ewald`, whose results do not depend on it, 12 Å for `dsf`"),
    damping: z.number().min(0).max(2).optional().describe("α of `dsf` [1/Å]; 0.2 unless given"),
    accuracy: accuracySchema,
    netCharge: z
      .enum(["refuse", "background"])
      .default("refuse")
      .describe(
        "what is done with a periodic structure whose charges do not add up to zero: it is refused, or neutralised by a uniform background",
      ),
  })
  .strict()
