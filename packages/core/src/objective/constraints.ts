import { z } from "zod"
import { SpecFailure } from "../failure/failure.ts"
import type { ParameterLayout } from "../potentials/parameters.ts"

/** A condition that a config puts on parameters: what `Σ coefficient × parameter` is or may be, or that their values rise or fall in order. */
export interface ConstraintSetting {
  /** Keys; one that ends in `*` stands for all that begin so, in the order of the potential. */
  readonly parameters: readonly string[]
  /** Of the sum; 1 each when left out. */
  readonly coefficients?: readonly number[] | undefined
  readonly equals?: number | undefined
  readonly atLeast?: number | undefined
  readonly atMost?: number | undefined
  readonly monotonic?: "rising" | "falling" | undefined
}

/** Reads a condition. */
export const constraintSchema: z.ZodType<ConstraintSetting> = z
  .strictObject({
    parameters: z.array(z.string().min(1)).min(1).describe("keys; one that ends in * stands for all that begin so"),
    coefficients: z.array(z.number()).optional().describe("of the sum of these parameters; 1 each when left out"),
    equals: z.number().optional().describe("what the sum is"),
    atLeast: z.number().optional().describe("what the sum is at least"),
    atMost: z.number().optional().describe("what the sum is at most"),
    monotonic: z.enum(["rising", "falling"]).optional().describe("the values rise or fall from each parameter to the next"),
  })
  .superRefine(({ equals, atLeast, atMost, monotonic, coefficients }, context) => {
    const fail = (message: string): void => context.addIssue({ code: "custom", message })
    const sums = [equals, atLeast, atMost].filter((value) => value !== undefined).length
    if (sums + (monotonic === undefined ? 0 : 1) === 0) fail("say one of equals, atLeast, atMost and monotonic")
    else if (monotonic !== undefined ? sums > 0 : equals !== undefined && sums > 1)
      fail("say only one of equals, atLeast with atMost, and monotonic")
    if (monotonic !== undefined && coefficients !== undefined) fail("monotonic has no coefficients")
  })

/** One condition `Σ coefficient × θ = value` or `≥ value`. Plain data. */
export interface ParameterConstraint {
  /** Indices into θ of potential and baseline. */
  readonly parameters: readonly number[]
  readonly coefficients: readonly number[]
  readonly relation: "equal" | "at least"
  readonly value: number
  /** Of the setting it is from. */
  readonly index: number
}

/** The conditions of settings. @throws SpecFailure (path `constraints…`) for a parameter that is not there, or coefficients that do not match. */
export function resolveConstraints(settings: readonly ConstraintSetting[], layout: ParameterLayout): readonly ParameterConstraint[] {
  return settings.flatMap((setting, index): ParameterConstraint[] => {
    const parameters = setting.parameters.flatMap((key, at) => indicesOf(key, layout, ["constraints", index, "parameters", at]))
    const { coefficients = parameters.map(() => 1), equals, atLeast, atMost, monotonic } = setting
    if (coefficients.length !== parameters.length) {
      throw new SpecFailure(`there are ${coefficients.length} coefficients of ${parameters.length} parameters`, {
        path: ["constraints", index, "coefficients"],
      })
    }
    if (monotonic !== undefined) {
      const direction = monotonic === "rising" ? 1 : -1
      return parameters.slice(1).map((second, i) => {
        return { parameters: [parameters[i], second], coefficients: [-direction, direction], relation: "at least", value: 0, index }
      })
    }
    const found: ParameterConstraint[] = []
    if (equals !== undefined) found.push({ parameters, coefficients, relation: "equal", value: equals, index })
    if (atLeast !== undefined) found.push({ parameters, coefficients, relation: "at least", value: atLeast, index })
    if (atMost !== undefined)
      found.push({ parameters, coefficients: coefficients.map((c) => -c), relation: "at least", value: -atMost, index })
    return found
  })
}

function indicesOf(key: string, layout: ParameterLayout, path: readonly (string | number)[]): number[] {
  const matches = key.endsWith("*") ? (own: string) => own.startsWith(key.slice(0, -1)) : (own: string) => own === key
  const found = layout.flatMap((parameter, k) => (matches(parameter.key) ? [k] : []))
  if (found.length > 0) return found
  const some = layout
    .slice(0, 4)
    .map((parameter) => parameter.key)
    .join(", ")
  throw new SpecFailure(`no parameter is called ${key}`, { path, advice: `they are ${some}${layout.length > 4 ? ", …" : ""}` })
}
