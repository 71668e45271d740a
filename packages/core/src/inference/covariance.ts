import { timesTranspose } from "../linalg/dense/symmetric-products.ts"
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
  /** Falling singular values of J with its columns in these units, `[n]`. */
  readonly singularValues: Float64Array
  /** Its right singular vectors by columns, row-major `[n × n]`. */
  readonly directions: Float64Array
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
  return covarianceOf(singularDirections(triangle), tolerance)
}

/** The singular value decomposition that a covariance is made of, which is most of the work. */
export type SingularDirections = Pick<CovarianceFactor, "n" | "units" | "singularValues" | "directions">

/** Singular values and right singular vectors of J, each column in units of its norm. */
export function singularDirections(triangle: Triangle): SingularDirections {
  const { n } = triangle
  const units = columnNorms(triangle).map((size) => (size > 0 ? size : 1))
  const scaled = scaleColumns(
    triangle,
    units.map((unit) => 1 / unit),
  )
  const { values, V } = svd(factorOf(scaled), n, n)
  return { n, units, singularValues: values, directions: V }
}

/** `covarianceFactor` of a decomposition that is there. */
export function covarianceOf(decomposition: SingularDirections, tolerance: number): CovarianceFactor {
  const { n, units, singularValues: values, directions: V } = decomposition
  const rank = values.reduce((count, value) => (value > tolerance * values[0] ? count + 1 : count), 0)
  const factor = Float64Array.from({ length: n * rank }, (_, at) => {
    const k = Math.floor(at / rank)
    return V[k * n + (at % rank)] / values[at % rank] / units[k]
  })
  const unseen = Float64Array.from({ length: n * (n - rank) }, (_, at) => V[Math.floor(at / (n - rank)) * n + rank + (at % (n - rank))])
  return { ...decomposition, rank, factor, unseen }
}

/** C times `variance`, row-major `[n × n]`; entries of parameters that the data leave open are those of the directions seen. */
export function covarianceMatrix({ n, rank, factor }: CovarianceFactor, variance: number = 1): Float64Array {
  const C = timesTranspose(factor, n, rank)
  for (let at = 0; at < C.length; at++) C[at] *= variance
  return C
}

/**
 * Variance of a prediction with derivatives `row = ∂p/∂θ` (linear propagation, rowᵀ C row); with variance 1 it is the leverage that
 * grades extrapolation. `Infinity` when the row reaches into a direction that the data say nothing about.
 */
export function predictiveVariance(covariance: CovarianceFactor, row: Float64Array, variance: number = 1): number {
  const { n, rank, factor, unseen, units } = covariance
  const scaled = row.map((value, k) => value / units[k])
  const size = Math.hypot(...scaled)
  if (partsAlong(scaled, unseen, n - rank).some((part) => Math.abs(part) > REACH * size)) return Infinity
  return variance * partsAlong(row, factor, rank).reduce((sum, part) => sum + part * part, 0)
}

/** rowᵀ B for B row-major `[n × count]`, `[count]`. */
function partsAlong(row: Float64Array, B: Float64Array, count: number): Float64Array {
  const parts = new Float64Array(count)
  for (let k = 0; k < row.length; k++) {
    if (row[k] === 0) continue
    for (let l = 0; l < count; l++) parts[l] += row[k] * B[k * count + l]
  }
  return parts
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
