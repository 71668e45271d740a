import type { RadialFunction } from "../functions/radial.ts"
import { eamColumns, type EamFunctions } from "./functions.ts"

/** The parameters of each function, in the order of `EamFunctions`. */
export interface EamParameters {
  readonly pair: readonly Float64Array[]
  readonly density: readonly Float64Array[]
  readonly embedding: readonly Float64Array[]
}

/** Cuts θ of a whole potential into the parameters of its functions. */
export function parametersOf(functions: EamFunctions, theta: Float64Array): EamParameters {
  const columns = eamColumns(functions)
  const cut = (list: readonly RadialFunction[], starts: readonly number[]): readonly Float64Array[] =>
    list.map((radial, k) => theta.slice(starts[k], starts[k] + radial.parameters.length))
  return {
    pair: cut(functions.pair, columns.pair),
    density: cut(functions.density, columns.density),
    embedding: cut(functions.embedding, columns.embedding),
  }
}
