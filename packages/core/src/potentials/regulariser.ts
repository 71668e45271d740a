/** One row g of a regulariser: the prior says that `Σ coefficients × θ(parameters)` is `value`, give or take. */
export interface RegulariserRow {
  /** Indices into the parameter layout of the potential. */
  readonly parameters: readonly number[]
  readonly coefficients: readonly number[]
  /** Zero unless given. Where some are given, they say how far free atoms lie above crystals, and no other prior does. */
  readonly value?: number
  /** Instead of a value: the sum is expected to be this at least, and only what it is short of counts. A regulariser has such rows alone, and its α is given. */
  readonly atLeast?: number
}

/**
 * What a potential that is linear in its parameters declares about them before any data: the penalty `½ α ‖G θ − v‖²`, a Gaussian prior of
 * precision `α GᵀG`. Its strength α is chosen with the data (by evidence, cross-validation, or hand), one for each regulariser.
 */
export interface Regulariser {
  /** Such as `smoothness`, `curvature of W-W`, `ridge`. */
  readonly name: string
  readonly doc: string
  /** G by rows. Scaled so that α = 1/(what one row is expected to be)² is of the order of one over the variance of typical energies. */
  readonly rows: readonly RegulariserRow[]
  /**
   * How well α is known to be 1 before the data: the standard deviation of ln α, which few data are held to and many overcome. Nothing is
   * known unless given.
   */
  readonly spread?: number
  /** α, where it is not to be found from the data. */
  readonly strength?: number
  /** Of one with rows `atLeast`: more of them, which depend on the parameters. */
  readonly search?: RegulariserSearch
}

/**
 * Rows that are too many to be listed, of which only those count that a fit falls short of, such as all structures that must not lie below a
 * crystal: they are searched for with the parameters as they are, and the fit is solved anew with what is found, round after round.
 */
interface RegulariserSearch {
  /** Rounds in which everything is looked at once. */
  readonly cycle: number
  /** Rows that parameters θ of the potential fall short of in a round, counted from 0. The same θ and round give the same rows. */
  further(theta: Float64Array, round: number): readonly RegulariserRow[]
}

/** Capability of a potential with priors of its own. */
export interface WithRegularisers {
  readonly regularisers: readonly Regulariser[]
}

/** Whether a potential declares regularisers. */
export function hasRegularisers(potential: object): potential is WithRegularisers {
  return "regularisers" in potential
}

/** Whether only what its rows are short of counts. */
export function isOneSided({ rows, search }: Regulariser): boolean {
  return search !== undefined || rows.some(({ atLeast }) => atLeast !== undefined)
}
