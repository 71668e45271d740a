import { z } from "zod"
import { SpecFailure } from "../../failure/failure.ts"
import type { Parameter, Transform } from "../parameters.ts"

/** What a spec may say of one parameter: a starting value, or any of its data. `auto` is resolved from the training data. */
export type ParameterSetting = number | "auto" | ParameterDetails

/** See `Parameter`; what is absent stays as the form has it. */
interface ParameterDetails {
  readonly value?: number | "auto" | undefined
  readonly lower?: number | undefined
  readonly upper?: number | undefined
  readonly transform?: Transform | undefined
  readonly fixed?: boolean | undefined
  /** Key of another parameter; without a dot, of the same function. */
  readonly tie?: string | { readonly key: string; readonly factor: number } | undefined
  readonly unit?: string | undefined
}

/** See `ParameterSetting`. */
export const parameterSetting: z.ZodType<ParameterSetting> = z.union([
  z.number(),
  z.literal("auto"),
  z
    .object({
      value: z.union([z.number(), z.literal("auto")]).optional(),
      lower: z.number().optional(),
      upper: z.number().optional(),
      transform: z.enum(["identity", "log"]).optional(),
      fixed: z.boolean().optional(),
      tie: z.union([z.string(), z.object({ key: z.string(), factor: z.number().default(1) }).strict()]).optional(),
      unit: z.string().optional(),
    })
    .strict(),
])

/** The starting value in a setting, or `undefined` where it is `auto` or left out. */
export function settingValue(setting: ParameterSetting | undefined): number | undefined {
  const value = typeof setting === "object" ? setting.value : setting
  return value === "auto" ? undefined : value
}

/** A setting with another starting value. */
export function settingWithValue(setting: ParameterSetting | undefined, value: number): ParameterSetting {
  return typeof setting === "object" ? { ...setting, value } : value
}

/**
 * A parameter with what a setting says of it.
 *
 * @throws SpecFailure (path inside the setting) for a value outside its bounds, bounds the wrong way round, a logarithm of what may be
 * negative, or another unit than that of the form.
 */
export function withSetting(parameter: Parameter, setting: ParameterSetting | undefined): Parameter {
  const value = settingValue(setting) ?? parameter.value
  const given = typeof setting === "object" ? setting : {}
  const lower = given.lower ?? parameter.lower
  const upper = given.upper ?? parameter.upper
  const transform = given.transform ?? parameter.transform
  const unit = given.unit ?? parameter.unit
  const where = typeof setting === "object" ? ["value"] : []
  if (parameter.unit !== "" && unit !== parameter.unit) {
    throw new SpecFailure(`${parameter.key} is in ${parameter.unit}, not ${unit}`, {
      path: ["unit"],
      advice: `give the value in ${parameter.unit}`,
    })
  }
  if (given.tie === undefined && !Number.isFinite(value)) throw new SpecFailure(`${value} is no value of ${parameter.key}`, { path: where })
  if (lower > upper)
    throw new SpecFailure(`the bounds of ${parameter.key} are the wrong way round: ${lower} > ${upper}`, { path: ["lower"] })
  if (given.tie === undefined && (value < lower || value > upper)) {
    throw new SpecFailure(`${parameter.key} starts at ${value}, outside its bounds ${lower} … ${upper}`, {
      path: where,
      advice: "change the value, or give other bounds with `lower` and `upper`",
    })
  }
  if (given.tie === undefined && transform === "log" && value <= 0) {
    throw new SpecFailure(`${parameter.key} is fitted by its logarithm, but starts at ${value}`, {
      path: where,
      advice: "use `transform: identity`",
    })
  }
  const tie = typeof given.tie === "string" ? { key: given.tie, factor: 1 } : given.tie
  return Object.freeze({
    ...parameter,
    value,
    lower,
    upper,
    transform,
    unit: unit === "" ? "1" : unit,
    fixed: given.fixed ?? parameter.fixed,
    ...(tie && { tie: Object.freeze({ ...tie }) }),
  })
}
