import { z } from "zod"
import { pairFunctionSchema, switchSchema, type PairFunctionSpec, type SwitchSpec } from "../../pair/function-schema.ts"
import { autoLengthSchema } from "../../spec/length.ts"
import { parameterSetting, type ParameterSetting } from "../../spec/parameter-setting.ts"
import { densityForms } from "../forms/density-forms.ts"
import { embeddingForms } from "../forms/embedding-forms.ts"
import type { EamStyle } from "../functions.ts"

interface WithParameters {
  readonly parameters?: Readonly<Record<string, ParameterSetting>> | undefined
}

/** A built-in form or a formula; a density is brought to zero at the cutoff by a switch. */
type TextSpec = WithParameters & ({ readonly form: string } | { readonly formula: string })

/** A spline density, which ends at the cutoff. */
interface DensitySplineSpec extends WithParameters {
  readonly spline: {
    /** How many, from `start` to the cutoff, or where [Å]. */
    readonly knots: number | readonly number[]
    readonly order: "cubic" | "quintic"
    readonly basis: "values" | "b-spline"
    readonly start: number | "auto"
    readonly values: readonly number[] | "auto"
  }
}

/** One density function of a spec. */
export type DensityFunctionSpec = (TextSpec & { readonly switch?: SwitchSpec | undefined }) | DensitySplineSpec

/** A natural spline, straight beyond its knots. */
interface EmbeddingSplineSpec extends WithParameters {
  readonly spline: {
    /** How many, evenly spaced from 0 to `end`, or where. */
    readonly knots: number | readonly number[]
    readonly order: "cubic" | "quintic"
    /** Last knot. */
    readonly end: number
    readonly values: readonly number[] | "auto"
  }
}

/** One embedding function of a spec. */
export type EmbeddingFunctionSpec = TextSpec | EmbeddingSplineSpec

/** `fix` holds a parameter for each symmetry of the functions; `free` holds none. */
export type GaugeChoice = "fix" | "free"

/** See `GaugeChoice`. */
export const gaugeSchema: z.ZodType<GaugeChoice | undefined> = z
  .enum(["fix", "free"])
  .optional()
  .describe("`fix` holds one parameter for each change of the functions that changes no energy; `free` leaves all to the data")

/** Spec of `kind: eam`. */
export interface EamSpec {
  readonly kind: "eam"
  readonly style: EamStyle
  readonly elements: readonly string[] | "auto"
  /** [Å] */
  readonly cutoff: number | "auto"
  /** Whether what changes no energy is held; `fix` unless given. */
  readonly gauge?: GaugeChoice | undefined
  readonly switch?: SwitchSpec | undefined
  /** By `A-B` in either order, or `*-*`. */
  readonly pair?: Readonly<Record<string, PairFunctionSpec>> | undefined
  /** By `A` or `*` (alloy); by `A-B`, at A due to B, or `*-*` (fs). */
  readonly density?: Readonly<Record<string, DensityFunctionSpec>> | undefined
  /** By `A` or `*`. */
  readonly embedding?: Readonly<Record<string, EmbeddingFunctionSpec>> | undefined
  readonly [field: string]: unknown
}

const parameters = z.record(z.string(), parameterSetting).optional()
const values = z.union([z.array(z.number()), z.literal("auto")]).default("auto")
const order = z.enum(["cubic", "quintic"]).default("cubic")
const knots = z.union([z.number().int().min(3).max(500), z.array(z.number()).min(3).max(500)])

/** Schema of a function of the distance that ends at the cutoff: one of the forms, a formula, or a spline. */
export function distanceFunctionSchema(forms: readonly string[], knotsByDefault: number): z.ZodType<DensityFunctionSpec> {
  return z.union([
    z.object({ form: z.enum([...forms]), switch: switchSchema.optional(), parameters }).strict(),
    z.object({ formula: z.string(), switch: switchSchema.optional(), parameters }).strict(),
    z
      .object({
        spline: z
          .object({
            knots: knots.default(knotsByDefault),
            order,
            basis: z.enum(["values", "b-spline"]).default("values"),
            start: autoLengthSchema.default("auto"),
            values,
          })
          .strict(),
        parameters,
      })
      .strict(),
  ])
}

/** See `DensityFunctionSpec`. */
export const densityFunctionSchema: z.ZodType<DensityFunctionSpec> = distanceFunctionSchema([...densityForms.keys()], 9)

/** See `EmbeddingFunctionSpec`. */
export const embeddingFunctionSchema: z.ZodType<EmbeddingFunctionSpec> = z.union([
  z.object({ form: z.enum([...embeddingForms.keys()]), parameters }).strict(),
  z.object({ formula: z.string(), parameters }).strict(),
  z
    .object({ spline: z.object({ knots: knots.default(8), order, end: z.number().positive().default(2), values }).strict(), parameters })
    .strict(),
])

/**
 * See `EamSpec`. Functions that are left out are splines, so that the elements alone make a spec.
 */
export const eamSchema: z.ZodType<EamSpec> = z
  .object({
    kind: z.literal("eam"),
    style: z.enum(["alloy", "fs"]).default("alloy"),
    elements: z.union([z.array(z.string()).min(1), z.literal("auto")]).default("auto"),
    cutoff: autoLengthSchema.default("auto"),
    gauge: gaugeSchema,
    switch: switchSchema.optional(),
    pair: z.record(z.string(), pairFunctionSchema).optional(),
    density: z.record(z.string(), densityFunctionSchema).optional(),
    embedding: z.record(z.string(), embeddingFunctionSchema).optional(),
  })
  .strict()
