import { z } from "zod"
import { SpecFailure } from "../../failure/failure.ts"
import { freeNames } from "../../formula/names.ts"
import { configure } from "../eam/spec/parameters.ts"
import { formulaFunction } from "../functions/formula.ts"
import type { RadialFunction } from "../functions/radial.ts"
import { splineFunction } from "../functions/spline.ts"
import { formulaParameter } from "../spec/formula-parameter.ts"
import { parameterSetting, type ParameterSetting } from "../spec/parameter-setting.ts"
import { within } from "../spec/within.ts"

interface WithParameters {
  readonly parameters?: Readonly<Record<string, ParameterSetting>> | undefined
}

/** A natural cubic spline, straight beyond its knots. */
interface SplineOfVariableSpec extends WithParameters {
  readonly spline: {
    readonly knots: readonly number[]
    /** 0 unless given. */
    readonly values?: readonly number[] | undefined
  }
}

/** A function of something other than a distance: a formula of its variable, or a spline. */
export type VariableFunctionSpec = (WithParameters & { readonly formula: string }) | SplineOfVariableSpec

const parameters = z.record(z.string(), parameterSetting).optional()

/** See `VariableFunctionSpec`. */
export const variableFunctionSchema: z.ZodType<VariableFunctionSpec> = z.union([
  z.object({ formula: z.string(), parameters }).strict(),
  z
    .object({
      spline: z
        .object({
          knots: z.array(z.number()).min(3).max(500).describe("where, increasing"),
          values: z.array(z.number()).optional().describe("starting values at the knots; 0 unless given"),
        })
        .strict(),
      parameters,
    })
    .strict(),
])

/** Makes the function of a spec. @throws SpecFailure with the path inside it. */
export function variableFunction(spec: VariableFunctionSpec, variable: string, unit: string): RadialFunction {
  const settings = spec.parameters ?? {}
  if ("formula" in spec) {
    const names = within(["formula"], () => freeNames(spec.formula, variable))
    const layout = configure(names.map(formulaParameter), settings)
    return within(["formula"], () => formulaFunction(spec.formula, layout, { variable }))
  }
  const { knots, values } = spec.spline
  if (values && values.length !== knots.length) {
    throw new SpecFailure(`${values.length} values are given for ${knots.length} knots`, { path: ["spline", "values"] })
  }
  const quantity = { name: `function of ${variable}`, unit, argument: "1" }
  const spline = within(["spline", "knots"], () => splineFunction({ knots, order: "cubic", quantity, ...(values && { values }) }))
  return Object.freeze({ ...spline, parameters: Object.freeze(configure(spline.parameters, settings)) })
}
