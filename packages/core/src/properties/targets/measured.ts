import { z } from "zod"
import { Failure, SpecFailure } from "../../failure/failure.ts"
import { type Dimension, internalUnit, parseQuantity } from "../../units/quantity.ts"

/** A measured number as a config has it, and how well it is known: `176 GPa ± 2`, or a value alone. */
export type MeasuredInput = number | string | { readonly value: number | string; readonly sigma?: number | string | undefined }

/** A measured number in the internal unit; σ is absent when the config leaves it to the observable. */
export interface Measured {
  readonly value: number
  readonly sigma?: number | undefined
}

const parts = /^(?<value>[^±]*?)\s*(?:±|\+\/-|\+-)\s*(?<sigma>.+)$/u
const percent = /^(?<number>\d+\.?\d*|\.\d+)\s*%$/u
const number = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/u

/**
 * A schema of measured numbers: `3.615 Å`, `176 GPa ± 2 GPa`, `176 ± 2 GPa`, `3.54 eV ± 1 %`, `{ value, sigma }`; plain numbers are in the
 * internal unit.
 */
export function measured(dimension: Dimension): z.ZodType<Measured, MeasuredInput> {
  return z
    .union([
      z.number(),
      z.string(),
      z.strictObject({ value: z.union([z.number(), z.string()]), sigma: z.union([z.number(), z.string()]).optional() }),
    ])
    .transform((input, context) => {
      try {
        return readMeasured(input, dimension)
      } catch (error) {
        if (!(error instanceof Failure)) throw error
        context.addIssue({ code: "custom", message: `${dimension}: ${error.message}${error.advice ? `; ${error.advice}` : ""}` })
        return z.NEVER
      }
    })
    .meta({
      description: `${dimension} with its uncertainty, such as "1 ± 0.1${internalUnit(dimension) ? ` ${internalUnit(dimension)}` : ""}"`,
    })
}

function readMeasured(input: MeasuredInput, dimension: Dimension): Measured {
  if (typeof input === "number") return { value: parseQuantity(input, dimension) }
  if (typeof input !== "string") {
    const value = parseQuantity(input.value, dimension)
    return input.sigma === undefined ? { value } : { value, sigma: readSigma(input.sigma, value, unitOf(String(input.value)), dimension) }
  }
  const found = parts.exec(input)?.groups
  if (!found) return { value: parseQuantity(input, dimension) }
  // The unit may stand behind both, or behind the last one for both.
  const shared = unitOf(found["value"]) || (percent.test(found["sigma"]) ? "" : unitOf(found["sigma"]))
  const value = parseQuantity(withUnit(found["value"], shared), dimension)
  return { value, sigma: readSigma(found["sigma"], value, shared, dimension) }
}

function readSigma(text: number | string, value: number, unit: string, dimension: Dimension): number {
  const share = typeof text === "string" ? percent.exec(text.trim())?.groups?.["number"] : undefined
  const sigma =
    share === undefined
      ? parseQuantity(typeof text === "string" ? withUnit(text, unit) : text, dimension)
      : (Number(share) / 100) * Math.abs(value)
  if (!(sigma > 0))
    throw new SpecFailure(`an uncertainty of ${text} is not above zero`, { advice: "leave σ out for the usual one of this observable" })
  return sigma
}

function unitOf(text: string): string {
  return text.replace(number, "").trim()
}

function withUnit(text: string, unit: string): string {
  return unitOf(text) === "" ? `${text} ${unit}` : text
}
