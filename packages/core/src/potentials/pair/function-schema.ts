import { z } from "zod"
import { pairForms } from "../forms/pair-forms.ts"
import { autoLengthSchema, lengthSchema } from "../spec/length.ts"
import { parameterSetting, type ParameterSetting } from "../spec/parameter-setting.ts"

/** Where a switch begins [Å]; `auto` is 0.8 × cutoff. */
type SwitchStart = number | readonly [number] | "auto"

/** How a pair function ends at its cutoff. */
export type SwitchSpec = "none" | "shift" | "force-shift" | { readonly polynomial: SwitchStart } | { readonly cosine: SwitchStart }

interface FunctionBase {
  /** [Å]; that of the potential unless given. */
  readonly cutoff?: number | "auto" | undefined
  readonly parameters?: Readonly<Record<string, ParameterSetting>> | undefined
}

/** A built-in form. */
interface FormSpec extends FunctionBase {
  readonly form: string
  readonly switch?: SwitchSpec | undefined
}

/** A formula of `r`, whose other names are its parameters. */
interface FormulaSpec extends FunctionBase {
  readonly formula: string
  readonly switch?: SwitchSpec | undefined
}

/** A spline that ends at the cutoff with zero slope (and curvature, when quintic or in B-splines). */
export interface PairSplineSpec extends FunctionBase {
  readonly spline: {
    /** How many, evenly spaced from `start` to the cutoff, or where [Å]. */
    readonly knots: number | readonly number[]
    readonly order: "cubic" | "quintic"
    /** Whether parameters are values at knots, or coefficients of B-splines. */
    readonly basis: "values" | "b-spline"
    /** First knot [Å]; below it the function goes on smoothly. */
    readonly start?: number | "auto" | undefined
    /** Starting values of the parameters. */
    readonly values?: readonly number[] | "auto" | undefined
  }
}

/** Values on a grid, joined by a cubic spline, that are kept smooth by a penalty on their second differences. */
export interface PairGridSpec extends FunctionBase {
  readonly grid: {
    /** How many, evenly spaced from `start` to the cutoff, or where [Å]. */
    readonly points: number | readonly number[]
    /** First point [Å]. */
    readonly start?: number | "auto" | undefined
    /** Starting values [eV], without that at the cutoff, which is zero. */
    readonly values?: readonly number[] | "auto" | undefined
  }
}

/** One function of the distance of two atoms. */
export type PairFunctionSpec = FormSpec | FormulaSpec | PairSplineSpec

const inner = z.union([autoLengthSchema, z.tuple([lengthSchema])])

/** See `SwitchSpec`. */
export const switchSchema: z.ZodType<SwitchSpec> = z.union([
  z.enum(["none", "shift", "force-shift"]),
  z.object({ polynomial: inner }).strict(),
  z.object({ cosine: inner }).strict(),
])

const base = { cutoff: autoLengthSchema.optional(), parameters: z.record(z.string(), parameterSetting).optional() }

const splineSchema = z
  .object({
    knots: z.union([z.number().int().min(3).max(500), z.array(z.number()).min(3).max(500)]).default(12),
    order: z.enum(["cubic", "quintic"]).default("cubic"),
    basis: z.enum(["values", "b-spline"]).default("values"),
    start: autoLengthSchema.optional(),
    values: z.union([z.array(z.number()), z.literal("auto")]).optional(),
  })
  .strict()

const gridSchema = z
  .object({
    points: z
      .union([z.number().int().min(3).max(500), z.array(z.number()).min(3).max(500)])
      .default(50)
      .describe("how many values, or where [Å]"),
    start: autoLengthSchema.optional().describe("first point; auto is just below the smallest distance of the data"),
    values: z
      .union([z.array(z.number()), z.literal("auto")])
      .optional()
      .describe("starting values [eV], without that at the cutoff"),
  })
  .strict()
  .describe("values on a grid, kept smooth by a penalty on their second differences whose strength is found with the data")

const functionSchemas = [
  z.object({ form: z.enum([...pairForms.keys()]), switch: switchSchema.optional(), ...base }).strict(),
  z.object({ formula: z.string(), switch: switchSchema.optional(), ...base }).strict(),
  z.object({ spline: splineSchema, ...base }).strict(),
] as const

/** See `PairFunctionSpec`. */
export const pairFunctionSchema: z.ZodType<PairFunctionSpec> = z.union(functionSchemas)

/** A pair function by itself, or values on a grid with their penalty. */
export const pairFunctionOrGridSchema: z.ZodType<PairFunctionSpec | PairGridSpec> = z.union([
  ...functionSchemas,
  z.object({ grid: gridSchema, ...base }).strict(),
])
