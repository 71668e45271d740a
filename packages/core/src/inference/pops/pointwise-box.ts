import { symmetricEigen } from "../../linalg/factorisations/symmetric-eigen.ts"
import { seedRandom, uniforms } from "../../random/random.ts"

/**
 * Parameters that would each have met one datum, as a box they all lie in: z uniform in `centre + Σ_k ξ_k e_k`, ξ_k in [−1, 1]. z are the
 * parameters relative to the fit in units of their posterior covariance factor B, so that a datum with the derivatives x has `u = Bᵀx`.
 * Plain data.
 */
export interface PointwiseBox {
  readonly rank: number
  /** `[rank]` */
  readonly centre: Float64Array
  /** The half edges e_k by columns, row-major `[rank × rank]`. */
  readonly edges: Float64Array
  /** Data that it covers. */
  readonly rows: number
}

/** What a box says of one prediction, relative to that of the fit. */
export interface BoxSpread {
  readonly mean: number
  /** Standard deviation about the mean. */
  readonly deviation: number
  /** Half of the range of the predictions of all points of the box: `mean ± reach`. */
  readonly reach: number
}

/**
 * Writes to `step` the smallest change of the parameters, in the metric of the posterior, that meets one datum,
 *
 *     z = −u r / uᵀu     so that     r + uᵀz = 0
 *
 * the pointwise optimal parameters: those of least loss among all that meet it, exactly so for a model that is linear.
 *
 * @param u derivatives of the prediction in whitened parameters, `[rank]`
 * @param residual prediction − reference
 * Source: Swinburne & Perez, DOI 10.1088/2632-2153/ad9fce.
 */
export function pointwiseStep(u: Float64Array, residual: number, step: Float64Array): void {
  let variance = 0
  for (let k = 0; k < u.length; k++) variance += u[k] * u[k]
  for (let k = 0; k < u.length; k++) step[k] = (-u[k] * residual) / variance
}

/** Principal axes of steps by columns, row-major `[rank × rank]`. @param gram Σ z zᵀ, row-major `[rank × rank]` */
export function principalAxes(gram: Float64Array, rank: number): Float64Array {
  return symmetricEigen(gram, rank).vectors
}

/** Largest and smallest projection of steps on each axis, while they are gathered. */
export interface Extents {
  readonly lower: Float64Array
  readonly upper: Float64Array
  rows: number
}

/** Extents of nothing. */
export function noExtents(rank: number): Extents {
  return { lower: new Float64Array(rank).fill(Infinity), upper: new Float64Array(rank).fill(-Infinity), rows: 0 }
}

/** Takes one step, given by its projections on the axes. */
export function extend({ lower, upper }: Extents, projections: Float64Array): void {
  for (let k = 0; k < lower.length; k++) {
    lower[k] = Math.min(lower[k], projections[k])
    upper[k] = Math.max(upper[k], projections[k])
  }
}

/** Takes the extents of other steps too. */
export function mergeExtents(total: Extents, part: Extents): void {
  extend(total, part.lower)
  extend(total, part.upper)
  total.rows += part.rows
}

/** The smallest box along given axes that covers all steps; null where there are none. */
export function boxOf(axes: Float64Array, { lower, upper, rows }: Extents): PointwiseBox | null {
  const rank = lower.length
  if (rows === 0) return null
  const centre = new Float64Array(rank)
  const edges = new Float64Array(rank * rank)
  for (let i = 0; i < rank; i++) {
    for (let k = 0; k < rank; k++) {
      centre[i] += (axes[i * rank + k] * (upper[k] + lower[k])) / 2
      edges[i * rank + k] = (axes[i * rank + k] * (upper[k] - lower[k])) / 2
    }
  }
  return { rank, centre, edges, rows }
}

/** Spread of the prediction with derivatives u over the box: of a uniform ξ_k the variance is ⅓. */
export function boxSpread({ rank, centre, edges }: PointwiseBox, u: Float64Array): BoxSpread {
  let mean = 0
  let variance = 0
  let reach = 0
  for (let i = 0; i < rank; i++) mean += centre[i] * u[i]
  for (let k = 0; k < rank; k++) {
    let part = 0
    for (let i = 0; i < rank; i++) part += edges[i * rank + k] * u[i]
    variance += (part * part) / 3
    reach += Math.abs(part)
  }
  return { mean, deviation: Math.sqrt(variance), reach }
}

/** Members of an ensemble drawn uniformly from the box, by columns, row-major `[rank × count]`; the same for the same seed. */
export function drawFromBox({ rank, centre, edges }: PointwiseBox, count: number, seed: number): Float64Array {
  const members = new Float64Array(rank * count)
  const draw = new Float64Array(rank)
  for (let member = 0; member < count; member++) {
    uniforms(seedRandom(seed, BOX_STREAM + member), draw)
    for (let i = 0; i < rank; i++) {
      let value = centre[i]
      for (let k = 0; k < rank; k++) value += edges[i * rank + k] * (2 * draw[k] - 1)
      members[i * count + member] = value
    }
  }
  return members
}

/** Random streams from here on belong to boxes. */
const BOX_STREAM = 3_000_000_000
