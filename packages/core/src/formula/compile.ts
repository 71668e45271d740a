import { affineParameters } from "./expression/affine.ts"
import { Algebra } from "./expression/algebra.ts"
import { buildExpression } from "./expression/build.ts"
import { derivative } from "./expression/differentiate.ts"
import type { Expression } from "./expression/expression.ts"
import { parseFormula } from "./language/parse.ts"
import { printFormula } from "./language/print.ts"
import type { Formula, FormulaJacobian, FormulaOptions } from "./formula.ts"
import { checkNames, constantsFor } from "./names.ts"
import { interpret } from "./programme/interpret.ts"
import { lower } from "./programme/lower.ts"
import { pairForm, type PairForm } from "./programme/pair-form.ts"
import { createRunner } from "./run.ts"

/**
 * Reads a formula and differentiates it exactly.
 *
 * @throws SpecFailure with the `offset` of the mistake and a message that shows it
 * @example
 * const morse = compileFormula("D*(exp(-2*a*(r - r0)) - 2*exp(-a*(r - r0)))", { variable: "r" })
 * morse.parameters // D, a, r0
 * morse.value(2.9, [0.34, 1.36, 2.87])
 */
export function compileFormula(text: string, options: FormulaOptions): Formula {
  checkNames(options)
  const syntax = parseFormula(text)
  const algebra = new Algebra()
  const { expression, parameters } = buildExpression(algebra, syntax, {
    variable: options.variable,
    constants: constantsFor(options),
    parameters: options.parameters,
  })
  const roots = derivativesOf(algebra, expression, parameters.length)
  const count = parameters.length
  const canonical = printFormula(syntax)
  const constants = Object.entries(options.constants ?? {}).map(([name, number]) => `${name} = ${number}`)
  const key = JSON.stringify([canonical, options.variable, parameters, constants])
  const { df, d2f, fk, dfk } = roots
  const programme = lower([expression])
  const value = new Float64Array(1)
  const evaluate = createRunner(`f, df ${key}`, [1, 1], count, () => lower([expression, df]))
  // The largest programme is made at once: a formula that is too large is refused here and not at its first use.
  const all = lower([expression, df, d2f, ...fk, ...dfk])
  const jacobian = createRunner(`jacobian ${key}`, [1, 1, 1, count, count], count, () => all)
  let form: PairForm | undefined
  return Object.freeze({
    text,
    variable: options.variable,
    parameters: Object.freeze(parameters),
    linear: Object.freeze(affineParameters(algebra, expression, fk)),
    value(x: number, theta: ArrayLike<number>): number {
      interpret(programme, x, theta, value)
      return value[0]
    },
    evaluate(n: number, x: Float64Array, theta: Float64Array, f: Float64Array, df: Float64Array): void {
      evaluate(n, x, theta, [f, df])
    },
    jacobian(n: number, x: Float64Array, theta: Float64Array, out: FormulaJacobian): void {
      jacobian(n, x, theta, [out.f, out.df, out.d2f, out.fk, out.dfk])
    },
    pairForm: () => (form ??= pairForm(algebra, expression)),
    printed: () => canonical,
  })
}

function derivativesOf(
  algebra: Algebra,
  f: Expression,
  count: number,
): { df: Expression; d2f: Expression; fk: Expression[]; dfk: Expression[] } {
  const dx = derivative(algebra, "variable")
  const df = dx(f)
  const fk = Array.from({ length: count }, (_, k) => derivative(algebra, k)(f))
  return { df, d2f: dx(df), fk, dfk: fk.map(dx) }
}
