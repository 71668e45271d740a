import { factoriseScaled } from "../../solve/linear/factorise-scaled.ts"
import { addLower, type NormalEquations, squareAfter, traceOfProduct } from "../../solve/linear/normal-equations.ts"

/** The posterior at given σ and a precision of its own for each column. */
export interface RelevanceRound {
  /** −2 ln evidence, but for constants. */
  readonly deviance: number
  /** `[n]` */
  readonly x: Float64Array
  /** Diagonal of the posterior covariance, `[n]`. */
  readonly variances: Float64Array
  /** By σ: ‖r + J x‖² and tr(A⁻¹A_p)/σ_p². */
  readonly squares: Float64Array
  readonly used: Float64Array
}

/**
 * One evaluation with the prior Σ_k α_k (x_k + c_k)² beside fixed penalties; null where nothing determines the unknowns.
 *
 * @param fixed GᵀG and Gᵀg of penalties of given strength; @param alphas 0 for columns without a prior of their own
 * @param centres c, `[n]`
 */
export function relevanceRound(
  pools: readonly NormalEquations[],
  fixed: NormalEquations,
  sigmas: Float64Array,
  alphas: Float64Array,
  centres: Float64Array,
): RelevanceRound | null {
  const { n } = fixed
  const A = new Float64Array(n * n)
  addLower(fixed.matrix, 1, A, n)
  const half = fixed.vector.map((value, k) => -value - alphas[k] * centres[k])
  pools.forEach(({ matrix, vector }, p) => {
    const weight = sigmas[p] ** -2
    addLower(matrix, weight, A, n)
    for (let k = 0; k < n; k++) half[k] -= weight * vector[k]
  })
  for (let k = 0; k < n; k++) A[k * n + k] += alphas[k]
  const factor = factoriseScaled(A, n)
  if (!factor) return null
  const x = factor.solve(half)
  const C = factor.inverse()
  const squares = Float64Array.from(pools, (pool) => squareAfter(pool, x))
  const used = Float64Array.from(pools, ({ matrix }, p) => traceOfProduct(C, matrix) * sigmas[p] ** -2)
  let deviance = factor.logDeterminant + squareAfter(fixed, x)
  pools.forEach(({ rows }, p) => (deviance += 2 * rows * Math.log(sigmas[p]) + squares[p] * sigmas[p] ** -2))
  for (let k = 0; k < n; k++) if (alphas[k] > 0) deviance += alphas[k] * (x[k] + centres[k]) ** 2 - Math.log(alphas[k])
  return { deviance, x, variances: Float64Array.from({ length: n }, (_, k) => C[k * n + k]), squares, used }
}
