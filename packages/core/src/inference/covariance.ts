import { svd } from "../linalg/factorisations/svd.ts"
import { columnNorms } from "../linalg/triangle/measures.ts"
import { scaleColumns } from "../linalg/triangle/change-columns.ts"
import { factorOf, type Triangle } from "../linalg/triangle/triangle.ts"

/** The covariance of the parameters as C = B Bᵀ, and the directions the data say nothing about. */
export interface CovarianceFactor {
  readonly n: number
  readonly rank: number
  /** B, row-major `[n × rank]`. */
  readonly factor: Float64Array
  /** Row-major `[n × (n − rank)]`: combinations of parameters, in units of 1/‖J_k‖, that no residual feels. */
  readonly unseen: Float64Array
  /** ‖J_k‖, or 1 where that is zero, `[n]`. */
  readonly units: Float64Array
}

/** Part of a unit vector beyond which it counts as reaching into the unseen directions. */
const REACH = 1e-8

/**
 * (JᵀJ)⁻¹ = (RᵀR)⁻¹ from the triangle, for residuals in units of their σ. Rank is judged with columns scaled to unit norm, so it does
 * not depend on the units of the parameters; below full rank C covers the directions that the data see.
 *
 * @param tolerance singular values below this times the largest count as zero; default n ε
 */
export function covarianceFactor(triangle: Triangle, tolerance: number = triangle.n * Number.EPSILON): CovarianceFactor {
  const { n } = triangle
  const units = columnNorms(triangle).map((size) => (size > 0 ? size : 1))
  const scaled = scaleColumns(
    triangle,
    units.map((unit) => 1 / unit),
  )
  const { values, V } = svd(factorOf(scaled), n, n)
  const rank = values.reduce((count, value) => (value > tolerance * values[0] ? count + 1 : count), 0)
  const factor = Float64Array.from({ length: n * rank }, (_, at) => {
    const k = Math.floor(at / rank)
    return V[k * n + (at % rank)] / values[at % rank] / units[k]
  })
  const unseen = Float64Array.from({ length: n * (n - rank) }, (_, at) => V[Math.floor(at / (n - rank)) * n + rank + (at % (n - rank))])
  return { n, rank, factor, unseen, units }
}

/** C times `variance`, row-major `[n × n]`; entries of parameters that the data leave open are those of the directions seen. */
export function covarianceMatrix({ n, rank, factor }: CovarianceFactor, variance: number = 1): Float64Array {
  return Float64Array.from({ length: n * n }, (_, at) => {
    const i = Math.floor(at / n)
    let sum = 0
    for (let l = 0; l < rank; l++) sum += factor[i * rank + l] * factor[(at % n) * rank + l]
    return sum * variance
  })
}

/**
 * Variance of a prediction with derivatives `row = ∂p/∂θ` (linear propagation, rowᵀ C row); with variance 1 it is the leverage that
 * grades extrapolation. `Infinity` when the row reaches into a direction that the data say nothing about.
 */
export function predictiveVariance(covariance: CovarianceFactor, row: Float64Array, variance: number = 1): number {
  const { n, rank, factor, unseen, units } = covariance
  const scaled = row.map((value, k) => value / units[k])
  const size = Math.hypot(...scaled)
  for (let l = 0; l < n - rank; l++) {
    let part = 0
    for (let k = 0; k < n; k++) part += scaled[k] * unseen[k * (n - rank) + l]
    if (Math.abs(part) > REACH * size) return Infinity
  }
  let sum = 0
  for (let l = 0; l < rank; l++) {
    let part = 0
    for (let k = 0; k < n; k++) part += row[k] * factor[k * rank + l]
    sum += part * part
  }
  return sum * variance
}

/** Standard errors of the parameters, `[n]`; `Infinity` for those the data leave open. */
export function standardErrors(covariance: CovarianceFactor, variance: number = 1): Float64Array {
  const row = new Float64Array(covariance.n)
  return row.map((_, k) => {
    row.fill(0)
    row[k] = 1
    return Math.sqrt(predictiveVariance(covariance, row, variance))
  })
}
