import { formulaFunction } from "../functions/formula.ts"
import type { RadialFunction } from "../functions/radial.ts"
import { formulaParameter } from "../spec/formula-parameter.ts"

/** A function of one variable and, for each of its parameters, the column of θ that it is in. */
export interface BoundFunction {
  readonly radial: RadialFunction
  readonly columns: readonly number[]
}

/** A growing list of functions given by formulas, none of them twice. */
export interface FunctionSet {
  /** All functions, by number. */
  readonly functions: readonly BoundFunction[]
  /**
   * Number of the function with this text in `x`, added if it is new.
   *
   * @param columns of θ by the name in the formula
   */
  add(text: string, columns: Readonly<Record<string, number>>): number
}

/** Makes an empty set. */
export function functionSet(): FunctionSet {
  const functions: BoundFunction[] = []
  const numbers = new Map<string, number>()
  const radials = new Map<string, RadialFunction>()
  return Object.freeze({
    functions,
    add(text: string, columns: Readonly<Record<string, number>>): number {
      const names = Object.keys(columns)
      const form = `${names.join()}: ${text}`
      const key = `${Object.values(columns).join()} ${form}`
      const known = numbers.get(key)
      if (known !== undefined) return known
      const radial = radials.get(form) ?? formulaFunction(text, names.map(formulaParameter), { variable: "x" })
      radials.set(form, radial)
      numbers.set(key, functions.length)
      return functions.push(Object.freeze({ radial, columns: Object.freeze(Object.values(columns)) })) - 1
    },
  })
}
