import type { Triangle } from "../../linalg/triangle/triangle.ts"
import type { Parameter, ParameterLayout } from "../../potentials/parameters.ts"

/** What identifiability looks at: the parameters of a finished fit and what the data know of them. */
export interface FittedParameters {
  /** The potential's parameters, then those of the baseline, at their fitted values. */
  readonly potential: ParameterLayout
  readonly baseline: ParameterLayout
  /** Keys of the free parameters, the columns of `information`. */
  readonly names: readonly string[]
  /** Keys of profiled parameters, then the free ones. */
  readonly columns: readonly string[]
  /** Triangle of `[∂r/∂x | r]`, of data and priors. */
  readonly information: Triangle
  /** Of the data alone, where it is known. */
  readonly data?: Triangle | undefined
  /** Classes of data there are. */
  readonly classes: readonly { readonly property: string }[]
}

/** How a parameter θ_k moves. */
export interface Motion {
  readonly parameter: Parameter
  /** The column x_i it follows, or −1: held, or profiled. */
  readonly column: number
  /** dθ_k/dx_i */
  readonly factor: number
  readonly profiled: boolean
}

/** The motion of every parameter of a layout, through ties and logarithms. */
export function motionsOf({ names, columns }: Pick<FittedParameters, "names" | "columns">, layout: ParameterLayout): readonly Motion[] {
  const byKey = new Map(layout.map((parameter) => [parameter.key, parameter]))
  const place = new Map(names.map((name, i) => [name, i]))
  const known = new Set(columns)
  return layout.map((parameter) => {
    const { key, factor } = parameter.tie ?? { key: parameter.key, factor: 1 }
    const column = place.get(key) ?? -1
    const master = byKey.get(key) ?? parameter
    return { parameter, column, factor: factor * (master.transform === "log" ? master.value : 1), profiled: column < 0 && known.has(key) }
  })
}
