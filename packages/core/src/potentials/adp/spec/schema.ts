import { z } from "zod"
import {
  densityFunctionSchema,
  distanceFunctionSchema,
  embeddingFunctionSchema,
  gaugeSchema,
  type DensityFunctionSpec,
  type EamSpec,
} from "../../eam/spec/schema.ts"
import { pairFunctionSchema, switchSchema } from "../../pair/function-schema.ts"
import { autoLengthSchema } from "../../spec/length.ts"
import { momentForms } from "../forms/moment-forms.ts"

/** One dipole or quadrupole function of a spec. */
export type MomentFunctionSpec = DensityFunctionSpec

/** Spec of `kind: adp`. */
export interface AdpSpec {
  readonly kind: "adp"
  readonly elements: EamSpec["elements"]
  /** [Å] */
  readonly cutoff: EamSpec["cutoff"]
  readonly gauge?: EamSpec["gauge"]
  readonly switch?: EamSpec["switch"]
  readonly pair?: EamSpec["pair"]
  readonly density?: EamSpec["density"]
  readonly embedding?: EamSpec["embedding"]
  /** By `A-B` in either order, or `*-*`. */
  readonly dipole?: Readonly<Record<string, MomentFunctionSpec>> | undefined
  readonly quadrupole?: Readonly<Record<string, MomentFunctionSpec>> | undefined
  readonly [field: string]: unknown
}

/** Knots of a dipole or quadrupole spline unless it says how many. */
const KNOTS = 7

/** What stands where a spec leaves out dipoles or quadrupoles. */
export const momentDefault: Readonly<Record<string, MomentFunctionSpec>> = {
  "*-*": { spline: { knots: KNOTS, order: "cubic", basis: "values", start: "auto", values: "auto" } },
}

const momentFunctionSchema = distanceFunctionSchema([...momentForms.keys()], KNOTS)

/** See `AdpSpec`. Functions that are left out are splines, so that the elements alone make a spec. */
export const adpSchema: z.ZodType<AdpSpec> = z
  .object({
    kind: z.literal("adp").describe("an angular-dependent potential"),
    elements: z
      .union([z.array(z.string()).min(1), z.literal("auto")])
      .default("auto")
      .describe("symbols; `auto`: those of the data"),
    cutoff: autoLengthSchema.default("auto"),
    gauge: gaugeSchema,
    switch: switchSchema.optional(),
    pair: z.record(z.string(), pairFunctionSchema).optional().describe("φ: `A-B` in either order, or `*-*`; splines when left out"),
    density: z.record(z.string(), densityFunctionSchema).optional().describe("f: `A` or `*`; splines when left out"),
    embedding: z.record(z.string(), embeddingFunctionSchema).optional().describe("F: `A` or `*`; splines when left out"),
    dipole: z.record(z.string(), momentFunctionSchema).optional().describe("u: `A-B` in either order, or `*-*`; splines when left out"),
    quadrupole: z.record(z.string(), momentFunctionSchema).optional().describe("w: `A-B` in either order, or `*-*`; splines when left out"),
  })
  .strict()
