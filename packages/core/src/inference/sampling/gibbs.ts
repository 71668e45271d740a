import { residualSquaredAfter } from "../../linalg/triangle/measures.ts"
import { solveUpper } from "../../linalg/triangle/solve-triangular.ts"
import { projectionOf } from "../../linalg/triangle/triangle.ts"
import { createDraws } from "../../solve/global/draws.ts"
import { stackSystem } from "../../solve/linear/stack-system.ts"
import type { LinearSystem } from "../../solve/linear/system.ts"
import { gammaDraw } from "./gamma-draw.ts"

/** One draw of a linear model with its noise. Plain data. */
export interface GibbsState {
  readonly iteration: number
  readonly x: readonly number[]
  /** One for each σ of the system. */
  readonly sigmas: readonly number[]
}

export interface GibbsOptions {
  readonly seed: number
  /** Strengths of the penalties; as they start unless given. */
  readonly alphas?: ArrayLike<number>
}

/** A sampler of a linear system: its draws are exact after a few steps, because x and σ hardly know of each other. */
export interface GibbsSampler {
  /** @param sigmas where it starts, such as the estimates; as the system has them unless given */
  init(system: LinearSystem, sigmas?: ArrayLike<number>): GibbsState
  step(system: LinearSystem, state: GibbsState): GibbsState
}

/**
 * Draws of x and of every estimated σ of a linear system in turn, each given the other:
 *
 *     x | σ ~ N(x̂(σ), (RᵀR)⁻¹)     σ_p² | x ~ S_p(x) / χ²_(m_p)     S_p = Σ_c∈p factor_c² ‖r_c + J_c x‖²
 *
 * with a prior that is flat in ln σ, so intervals of x count that σ is uncertain: of one σ they are those of Student's t with m − n degrees of
 * freedom. Each step costs one QR factorisation of the stacked triangles.
 *
 * Source: Gelman et al., Bayesian Data Analysis, 3rd ed., ch. 14 (DOI 10.1201/b16018).
 * @throws RangeError where data and penalties do not determine x
 */
export function gibbsSampler({ seed, alphas }: GibbsOptions): GibbsSampler {
  const start = (system: LinearSystem, sigmas: ArrayLike<number>, iteration: number): GibbsState => {
    const strengths = Float64Array.from(alphas ?? system.penalties.map(({ alpha }) => alpha.start))
    const draws = createDraws(seed, iteration)
    const triangle = stackSystem(system, Float64Array.from(sigmas), strengths)
    const { n, data } = triangle
    const x = solveUpper(
      data,
      n + 1,
      n,
      projectionOf(triangle).map((value) => draws.normal() - value),
    )
    if (!x.every(Number.isFinite)) throw new RangeError("data and penalties do not determine all unknowns: they cannot be drawn")
    const squares = new Float64Array(system.sigmas.length)
    const rows = new Float64Array(system.sigmas.length)
    for (const { pool, factor, folds } of system.components) {
      for (const fold of folds) {
        squares[pool] += factor ** 2 * residualSquaredAfter(fold, x)
        rows[pool] += fold.rows
      }
    }
    const next = system.sigmas.map(({ origin, floor }, p) => {
      if (origin === "given" || rows[p] === 0) return sigmas[p]
      return Math.max(floor, Math.sqrt(squares[p] / (2 * gammaDraw(rows[p] / 2, draws))))
    })
    return { iteration, x: Array.from(x, (value) => value + 0), sigmas: next }
  }
  return Object.freeze({
    init: (system: LinearSystem, sigmas: ArrayLike<number> = system.sigmas.map(({ start: value }) => value)) => start(system, sigmas, 0),
    step: (system: LinearSystem, state: GibbsState) => start(system, state.sigmas, state.iteration + 1),
  })
}
