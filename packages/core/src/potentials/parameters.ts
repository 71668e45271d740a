/** A smooth one-to-one map between a parameter θ and the unbounded variable an optimiser or sampler may prefer. */
export type Transform = "identity" | "log"

/** One parameter of a potential, as named data. */
export interface Parameter {
  /** Unique path, such as `pair.Cu-Cu.D` or `embedding.Cu.knot3`. */
  readonly key: string
  readonly value: number
  /** Such as `eV`, `Å`, `1/Å`; `1` for none. */
  readonly unit: string
  readonly lower: number
  readonly upper: number
  readonly transform: Transform
  /** Held at `value`. */
  readonly fixed: boolean
  /** θ = factor × θ(key); a tied parameter is not fitted itself. */
  readonly tie?: { readonly key: string; readonly factor: number }
  /** E, F and W are affine in all parameters so marked together, whatever the others are. */
  readonly linear: boolean
  /** Of a coefficient in an ordered basis: its place there, for figures. */
  readonly basis?: BasisPlace
  readonly doc: string
}

/** Where a function stands in a basis that is ordered by how far it is meant to converge. */
export interface BasisPlace {
  /** Correlation order: how many sums over neighbours it multiplies. */
  readonly order: number
  /** How fast it varies: the sum of the degrees of its factors. */
  readonly degree: number
}

/** The parameters of a potential in their fixed order. */
export type ParameterLayout = readonly Parameter[]

/** The values of a layout as the flat vector θ that potentials take. */
export function parameterValues(layout: ParameterLayout): Float64Array {
  return Float64Array.from(layout, (parameter) => parameter.value)
}
