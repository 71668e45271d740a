import type { Triangle } from "../../linalg/triangle/triangle.ts"

/** Data that are weighed alike: one class (property × group). */
export interface LinearComponent {
  /** Such as `forces/Elastic`. */
  readonly name: string
  /** Property of the class, such as `forces`: what errors are shown by. */
  readonly property: string
  /** Index of the σ it shares with others. */
  readonly pool: number
  /** Fixed factor of its rows beside 1/σ: √weight of a normalisation. */
  readonly factor: number
  /** Triangles of the rows `[J | r]` as for σ = 1 and factor 1, by cross-validation fold (one fold: no cross-validation). */
  readonly folds: readonly Triangle[]
}

/** One σ of a linear system. */
export interface LinearSigma {
  readonly name: string
  /** Given for good, or estimated from the residuals starting here. */
  readonly origin: "given" | "estimated"
  readonly start: number
  readonly floor: number
}

/** One prior ½ α ‖G x + g‖² with a strength α that is given or to be found. */
export interface LinearPenalty {
  readonly name: string
  readonly rows: readonly { readonly columns: readonly number[]; readonly coefficients: readonly number[]; readonly offset: number }[]
  readonly alpha: {
    readonly origin: "given" | "estimated"
    readonly start: number
    /** Of one that is estimated: standard deviation of ln α about the start, as it is known before the data; nothing is known unless given. */
    readonly spread?: number
  }
  /** Whether its rows are known like data, rather than a prior whose normalisation depends on its strength. */
  readonly observed?: boolean
}

/**
 * A model that is linear in its unknowns, with everything known about it: minimise over x
 *
 *     Σ_c factor_c²/σ²_pool(c) ‖r_c + J_c x‖² + Σ_p α_p ‖G_p x + g_p‖²
 *
 * All solvers of linear models start from this; the data are in the triangles and never seen again.
 */
export interface LinearSystem {
  /** Names of the unknowns. */
  readonly columns: readonly string[]
  readonly components: readonly LinearComponent[]
  readonly sigmas: readonly LinearSigma[]
  readonly penalties: readonly LinearPenalty[]
  /** Penalties α Σ min(0, G x + g)² of given strength: rows above zero say nothing. The last step of a fit meets them, no choice of σ and α knows of them. */
  readonly oneSided?: readonly LinearPenalty[]
}
