import { compileFormula } from "../../formula/compile.ts"
import type { ParameterLayout } from "../parameters.ts"
import type { RadialFunction, RadialJacobian } from "./radial.ts"

/** Of a function given as a formula. */
export interface FormulaFunctionOptions {
  /** Name of the argument in the text; `r` unless given. */
  readonly variable?: string
  /** Support of the function when the formula itself ends it (a switch within the text); `Infinity` unless given. */
  readonly end?: number
}

/**
 * The function that a formula's text describes; `parameters` are its names in the order of θ. Whether a parameter is linear is
 * found from the formula, not taken from the layout.
 *
 * @throws SpecFailure for text that is no formula, with the offset of the error.
 *
 * @example
 * const morse = formulaFunction("D*(exp(-2*a*(r-r0)) - 2*exp(-a*(r-r0)))", [D, a, r0])
 */
export function formulaFunction(text: string, parameters: ParameterLayout, options: FormulaFunctionOptions = {}): RadialFunction {
  const { variable = "r", end = Number.POSITIVE_INFINITY } = options
  const formula = compileFormula(text, { variable, parameters: parameters.map((parameter) => parameter.key) })
  const layout = Object.freeze(parameters.map((parameter, k) => Object.freeze({ ...parameter, linear: formula.linear[k] })))
  return Object.freeze({
    parameters: layout,
    end,
    ...(variable === "r" && { formula: text }),
    evaluate: (n: number, x: Float64Array, theta: Float64Array, f: Float64Array, df: Float64Array): void =>
      formula.evaluate(n, x, theta, f, df),
    jacobian: (n: number, x: Float64Array, theta: Float64Array, out: RadialJacobian): void => formula.jacobian(n, x, theta, out),
  })
}
