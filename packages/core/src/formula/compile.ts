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
  const programme = lower([expression])
  const one = new Float64Array(1)
  return Object.freeze({
    text,
    variable: options.variable,
    parameters: Object.freeze(parameters),
    linear: Object.freeze(affineParameters(algebra, roots.fk)),
    value(x: number, theta: ArrayLike<number>): number {
      interpret(programme, x, theta, one)
      return one[0]!
    },
    evaluate(n: number, x: Float64Array, theta: Float64Array, f: Float64Array, df: Float64Array): void {
      const both = lower([expression, roots.df])
      const out = new Float64Array(2)
      for (let i = 0; i < n; i++) {
        interpret(both, x[i]!, theta, out)
        f[i] = out[0]!
        df[i] = out[1]!
      }
    },
    jacobian(n: number, x: Float64Array, theta: Float64Array, { f, df, d2f, fk, dfk }: FormulaJacobian): void {
      const all = lower([expression, roots.df, roots.d2f, ...roots.fk, ...roots.dfk])
      const count = parameters.length
      const out = new Float64Array(3 + 2 * count)
      for (let i = 0; i < n; i++) {
        interpret(all, x[i]!, theta, out)
        f[i] = out[0]!
        df[i] = out[1]!
        d2f[i] = out[2]!
        for (let k = 0; k < count; k++) {
          fk[k * n + i] = out[3 + k]!
          dfk[k * n + i] = out[3 + count + k]!
        }
      }
    },
    printed: () => printFormula(syntax),
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
