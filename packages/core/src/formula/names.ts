import { SpecFailure } from "../failure/failure.ts"
import { Algebra } from "./expression/algebra.ts"
import { buildExpression } from "./expression/build.ts"
import { formulaConstants, formulaFunctions } from "./expression/functions.ts"
import { parseFormula } from "./language/parse.ts"
import type { FormulaOptions } from "./formula.ts"

/** The names that a formula leaves open, in order of appearance: its parameters when none are given. */
export function freeNames(text: string, variable: string): readonly string[] {
  return buildExpression(new Algebra(), parseFormula(text), { variable, constants: formulaConstants, parameters: undefined }).parameters
}

/** The constants a formula sees: built-in ones, less those whose name the caller uses for something else, and the caller's own. */
export function constantsFor({ variable, parameters, constants }: FormulaOptions): Readonly<Record<string, number>> {
  const builtIn = Object.entries(formulaConstants).filter(([name]) => name !== variable && !parameters?.includes(name))
  return { ...Object.fromEntries(builtIn), ...constants }
}

/** @throws SpecFailure for a name that a formula could not use, or one with two meanings. */
export function checkNames({ variable, parameters = [], constants = {} }: FormulaOptions): void {
  const seen = new Set<string>()
  for (const name of [variable, ...parameters, ...Object.keys(constants)]) {
    if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) || name === "let") {
      throw new SpecFailure(`\`${name}\` cannot be a name in a formula`, {
        advice: "names are letters, digits and _, and do not start with a digit",
      })
    }
    if (name === "if" || Object.hasOwn(formulaFunctions, name))
      throw new SpecFailure(`\`${name}\` is a function of the formula language`, { advice: "choose another name" })
    if (seen.has(name)) throw new SpecFailure(`\`${name}\` is named twice among variable, parameters and constants`)
    seen.add(name)
  }
}
