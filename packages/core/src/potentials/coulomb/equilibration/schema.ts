import { z } from "zod"
import type { PotentialSpec } from "../../potential.ts"
import { autoLengthSchema } from "../../spec/length.ts"
import { parameterSetting } from "../../spec/parameter-setting.ts"
import type { ElementSettings } from "../spec/element-parameters.ts"
import { accuracySchema } from "../spec/schema.ts"

/** Spec of `kind: charge-equilibration`. */
export interface EquilibrationSpec extends PotentialSpec {
  readonly kind: "charge-equilibration"
  /** Symbols. */
  readonly elements: readonly string[] | "auto"
  /** χ by symbol [eV/e]. */
  readonly electronegativity: ElementSettings
  /** J by symbol [eV/e²]. */
  readonly hardness: ElementSettings
  /** σ by symbol [Å]. */
  readonly width: ElementSettings
  /** Of the sums over pairs [Å]. */
  readonly cutoff: number | "auto"
  /** See `CoulombSpec`. */
  readonly accuracy?: number | undefined
}

/** See `EquilibrationSpec`. */
export const equilibrationSchema: z.ZodType<EquilibrationSpec> = z
  .object({
    kind: z.literal("charge-equilibration").describe("electrostatics of charges that follow from the surroundings"),
    elements: z
      .union([z.array(z.string()).min(1), z.literal("auto")])
      .default("auto")
      .describe("symbols; auto: those of `electronegativity`"),
    electronegativity: z.record(z.string(), parameterSetting).describe("χ by symbol [eV/e]; only differences matter"),
    hardness: z.record(z.string(), parameterSetting).describe("J by symbol [eV/e²], beside the energy of the spread charge itself"),
    width: z.record(z.string(), parameterSetting).describe("σ of the Gaussian charges by symbol [Å]; held unless `fixed: false`"),
    cutoff: autoLengthSchema.default("auto").describe("of the sums over pairs; auto: 10 Å, or more where charges spread further"),
    accuracy: accuracySchema,
  })
  .strict()
