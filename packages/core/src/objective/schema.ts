import { z } from "zod"
import { properties, type Property } from "../observables/property.ts"
import { type ConstraintSetting, constraintSchema } from "./constraints.ts"
import type { OffsetChoice, ReferenceChoice, StressOffsetChoice } from "./baseline/settings.ts"
import { type PenaltySettings, penaltySchema } from "./penalties/schema.ts"
import type { GaussianPrior } from "./prior.ts"
import { quantity } from "./quantity-schema.ts"
import type { Smoothness } from "./smoothness.ts"
import type { RoundingChoice } from "./objective.ts"
import type { SigmaChoice } from "./sigma.ts"
import type { Normalisation } from "./weights.ts"
import type { Dimension } from "../units/quantity.ts"
import { gigapascal } from "../units/constants.ts"

export { quantity }

function positive(dimension: Dimension): z.ZodType<number, string | number> {
  return quantity(dimension).refine((value) => value > 0, { message: "must be above zero" })
}

const sigmaOf = (dimension: Dimension) => z.union([z.literal("estimate"), positive(dimension)])
const sigmas = { energy: sigmaOf("energy per atom"), forces: sigmaOf("force"), stress: sigmaOf("stress") }
const sizes = { energy: positive("energy per atom"), forces: positive("force"), stress: positive("stress") }

/** Where the estimation of σ starts, and where it stops for data without noise. */
const sigmaStart = { energy: 0.005, forces: 0.1, stress: 0.5 * gigapascal }
const sigmaFloor = { energy: 1e-6, forces: 1e-5, stress: 1e-3 * gigapascal }

const sigmaTable = z.strictObject({
  by: z.enum(["property", "group"]).default("property").describe("whether an estimated σ is shared by all groups of a property"),
  energy: sigmas.energy.default("estimate").describe("σ of energies per atom"),
  forces: sigmas.forces.default("estimate").describe("σ of force components"),
  stress: sigmas.stress.default("estimate").describe("σ of stress components"),
  groups: z
    .record(
      z.string(),
      z.strictObject({ energy: sigmas.energy.optional(), forces: sigmas.forces.optional(), stress: sigmas.stress.optional() }),
    )
    .default({})
    .describe("other σ for single groups"),
  start: z
    .strictObject({
      energy: sizes.energy.default(sigmaStart.energy),
      forces: sizes.forces.default(sigmaStart.forces),
      stress: sizes.stress.default(sigmaStart.stress),
    })
    .prefault({})
    .describe("where estimation starts"),
  floor: z
    .strictObject({
      energy: sizes.energy.default(sigmaFloor.energy),
      forces: sizes.forces.default(sigmaFloor.forces),
      stress: sizes.stress.default(sigmaFloor.stress),
    })
    .prefault({})
    .describe("estimates never go below these"),
})

const treatment = z.enum(["fit", "profile", "none"])

const stressOffset = z.strictObject({
  treatment: treatment.default("fit"),
  form: z.enum(["hydrostatic", "full"]).default("hydrostatic").describe("one pressure, or six components"),
  per: z.enum(["group", "data set"]).default("group").describe("one for each group, or one for all"),
  groups: z.array(z.string()).optional().describe("groups that have one; all with stresses when left out"),
})

/** σ as a config states it, defaults filled in: numbers in internal units. */
export interface SigmaConfig extends Record<Property, SigmaChoice> {
  by: "property" | "group"
  groups: Record<string, { energy?: SigmaChoice | undefined; forces?: SigmaChoice | undefined; stress?: SigmaChoice | undefined }>
  start: Record<Property, number>
  floor: Record<Property, number>
}

/** The `objective` of a config, defaults filled in. */
export interface ObjectiveConfig extends Record<Property, boolean> {
  sigma: "estimate" | SigmaConfig
  noise: "gaussian" | "student-t" | { degrees: number }
  rounding: RoundingChoice
  normalisation: Normalisation
  references: ReferenceChoice
  offset: OffsetChoice
  stressOffset: "fit" | "profile" | "none" | StressOffsetChoice
  priors: Record<string, GaussianPrior>
  smoothness: Smoothness
  ridge: number
  regularisation: Record<string, number | "estimate">
  penalties: PenaltySettings
  targets: "hold" | "weigh"
  constraints: readonly ConstraintSetting[]
}

/** Curvatures of pair functions may depart from those at the start by some 10³ eV/Å²: data of any use decide where there are some. */
const ANCHOR = 1e-6

/** The `objective` of a config. What it gives is valid input again, so that a resolved config can be run. */
export const objectiveSchema: z.ZodType<ObjectiveConfig> = z
  .strictObject({
    energy: z.boolean().default(true).describe("compare energies per atom"),
    forces: z.boolean().default(true).describe("compare force components"),
    stress: z.boolean().default(true).describe("compare stress components"),
    sigma: z
      .union([z.literal("estimate"), sigmaTable])
      .default("estimate")
      .describe("standard deviations of the data: estimated from the residuals, or given by property and group"),
    noise: z
      .union([z.enum(["gaussian", "student-t"]), z.strictObject({ degrees: z.number().min(0.5).max(1000).describe("ν") })])
      .default("gaussian")
      .describe(
        "student-t: heavy tails, so that outliers pull less the further out they are, with ν degrees of freedom estimated for each σ, or given; takes some passes over the data",
      ),
    rounding: z
      .enum(["auto", "count", "ignore"])
      .default("auto")
      .describe(
        "what the digits of positions and labels that the file prints leave open, as noise of known size beside σ: auto counts it where it makes about as much as all residuals, as in data of a known potential; for fits that iterate",
      ),
    normalisation: z
      .enum(["likelihood", "balanced", "atoms"])
      .default("likelihood")
      .describe("each datum counts; each property's mean square counts; the same with energies and stresses weighed by atoms"),
    references: z
      .union([z.enum(["fit", "profile", "isolated", "none"]), z.record(z.string(), quantity("energy"))])
      .default("fit")
      .describe("energies of free atoms by element"),
    offset: z
      .union([treatment, quantity("energy per atom")])
      .default("none")
      .describe("constant energy per atom"),
    stressOffset: z.union([treatment, stressOffset]).default("none").describe("constant stress (Pulay stress)"),
    priors: z
      .record(z.string(), z.strictObject({ mean: z.number(), sigma: z.number().positive() }))
      .default({})
      .describe("Gaussian priors by parameter, in the parameter's own unit"),
    smoothness: z
      .strictObject({
        pair: z.number().nonnegative().optional(),
        density: z.number().nonnegative().optional(),
        embedding: z.number().nonnegative().optional(),
        anchor: z
          .number()
          .nonnegative()
          .default(ANCHOR)
          .describe(
            "λ for the departure of pair functions from their start, unless they have one or the potential has regularisers; it decides where no data do",
          ),
      })
      .default({ anchor: ANCHOR })
      .describe("λ of ½ λ ∫ f″² over the splines of each role"),
    ridge: z.number().nonnegative().default(0).describe("λ of ½ λ Σ θ² over the potential's linear parameters"),
    regularisation: z
      .record(z.string(), z.union([z.literal("estimate"), z.number().nonnegative()]))
      .default({})
      .describe("strengths α of the penalties ½ α ‖G θ‖² that the potential declares, by name; estimated with the data where not given"),
    targets: z
      .enum(["hold", "weigh"])
      .default("hold")
      .describe(
        "hold: after the data, weights of targets are raised until each is met within its σ, whatever that costs; those that exclude each other may double the errors of the data; weigh: their σ are standard deviations like those of the data, which outweigh them where the form is not exact",
      ),
    penalties: penaltySchema.prefault({}).describe("rules that functions of the potential keep where there are no data; none unless named"),
    constraints: z.array(constraintSchema).default([]).describe("conditions on the parameters, which linear fits meet exactly"),
  })
  .superRefine((config, context) => {
    if (config.rounding === "count" && (config.noise !== "gaussian" || config.normalisation !== "likelihood")) {
      context.addIssue({
        code: "custom",
        path: ["rounding"],
        message: "what rounding leaves open counts beside normal noise, in a likelihood: leave noise and normalisation out, or rounding",
      })
    }
    if (config.normalisation === "likelihood") return
    const table = config.sigma
    if (typeof table !== "string" && properties.every((property) => table[property] !== "estimate" || !config[property])) return
    context.addIssue({
      code: "custom",
      path: ["sigma"],
      message: `σ can be estimated with normalisation: likelihood only; give σ for every property, or leave normalisation: ${config.normalisation} out`,
    })
  })

/** σ when the config says only `estimate`. */
export const estimatedSigma: SigmaConfig = sigmaTable.parse({})
