import { derivative } from "../../formula/expression/differentiate.ts"
import { Algebra } from "../../formula/expression/algebra.ts"
import { buildExpression } from "../../formula/expression/build.ts"
import { parseFormula } from "../../formula/language/parse.ts"
import { lower } from "../../formula/programme/lower.ts"
import { createRunner } from "../../formula/run.ts"
import { SpecFailure } from "../../failure/failure.ts"
import type { SquareRadial } from "./radial-pairs.ts"

/**
 * A pair energy given as a formula of r, compiled for s = r²: φ(√s) and 2 dφ/ds = φ′(r)/r. What is even in r takes no square root.
 *
 * @param values value of each parameter of the formula
 * @throws SpecFailure for a mistake in the formula, or a parameter without value
 * @example
 * const argon = formulaPair("4*eps*((sigma/r)^12 - (sigma/r)^6)", { eps: 0.0103, sigma: 3.405 })
 */
export function formulaPair(text: string, values: Readonly<Record<string, number>>): SquareRadial {
  const syntax = parseFormula(text)
  const algebra = new Algebra()
  const inSquare = {
    ...syntax,
    definitions: [
      {
        name: "r",
        offset: 0,
        value: {
          kind: "call" as const,
          name: "sqrt",
          offset: 0,
          depth: 2,
          operands: [{ kind: "name" as const, name: SQUARE, offset: 0, depth: 1 }],
        },
      },
      ...syntax.definitions,
    ],
  }
  const { expression, parameters } = buildExpression(algebra, inSquare, { variable: SQUARE, constants: {}, parameters: undefined })
  const theta = Float64Array.from(parameters, (name) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    if (value === undefined) throw new SpecFailure(`the parameter \`${name}\` of the formula has no value`, { offset: text.indexOf(name) })
    return value
  })
  const pull = algebra.scale(2, derivative(algebra, "variable")(expression))
  const run = createRunner(`square ${text}`, [1, 1], parameters.length, () => lower([expression, pull]))
  return Object.freeze({
    evaluate: (n: number, square: Float64Array, energy: Float64Array, pull: Float64Array) => run(n, square, theta, [energy, pull]),
  })
}

/** A name that no formula can hold. */
const SQUARE = "r²"
