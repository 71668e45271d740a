import type { Parameter, ParameterLayout } from "../parameters.ts"

/** Parameters of a function with `path.` before their keys; a tie to a key without a dot is to the same function's parameter. */
export function underPath(parameters: ParameterLayout, path: string): readonly Parameter[] {
  return parameters.map((parameter) => {
    const { key, tie } = parameter
    return Object.freeze({
      ...parameter,
      key: `${path}.${key}`,
      ...(tie && { tie: { ...tie, key: tie.key.includes(".") ? tie.key : `${path}.${tie.key}` } }),
    })
  })
}
