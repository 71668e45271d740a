import { normals, seedRandom, uniforms } from "../../random/random.ts"
import type { Axes } from "./principal-axes.ts"

/**
 * Parameters that would each have met one datum, as a box they all lie in: z uniform in `centre + Σ_k ξ_k e_k`, ξ_k in [−1, 1]. z are the
 * parameters relative to the fit in units of their posterior covariance factor B, so that a datum with the derivatives x has `u = Bᵀx`.
 * Where there are fewer axes than directions, z is beside it uniform in a ball across all of the axes. Plain data.
 */
export interface PointwiseBox {
  readonly rank: number
  /** Axes of the box. */
  readonly count: number
  /** `[rank]` */
  readonly centre: Float64Array
  /** The half edges e_k by columns, row-major `[rank × count]`. */
  readonly edges: Float64Array
  /** Of the ball in the directions across the axes; 0 where there are none. */
  readonly radius: number
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

/** Largest and smallest projection of steps on each axis, and how far they reach beyond all axes, while they are gathered. */
export interface Extents {
  readonly lower: Float64Array
  readonly upper: Float64Array
  /** Square of the longest part of a step across the axes. */
  beyond: number
  rows: number
}

/** Extents of nothing along so many axes. */
export function noExtents(count: number): Extents {
  return { lower: new Float64Array(count).fill(Infinity), upper: new Float64Array(count).fill(-Infinity), beyond: 0, rows: 0 }
}

/** Takes one step, given by its projections on the axes, and its squared length. */
export function extend(extents: Extents, projections: ArrayLike<number>, squared: number): void {
  const { lower, upper } = extents
  let left = squared
  for (let k = 0; k < lower.length; k++) {
    const part = projections[k]
    if (part < lower[k]) lower[k] = part
    if (part > upper[k]) upper[k] = part
    left -= part * part
  }
  extents.beyond = Math.max(extents.beyond, left)
  extents.rows++
}

/** Takes the extents of other steps too. */
export function mergeExtents(total: Extents, { lower, upper, beyond, rows }: Extents): void {
  for (let k = 0; k < lower.length; k++) {
    total.lower[k] = Math.min(total.lower[k], lower[k])
    total.upper[k] = Math.max(total.upper[k], upper[k])
  }
  total.beyond = Math.max(total.beyond, beyond)
  total.rows += rows
}

/** The smallest box along given axes that covers all steps, with the smallest ball across them; null where there are none. */
export function boxOf({ rank, count, vectors }: Axes, { lower, upper, beyond, rows }: Extents): PointwiseBox | null {
  if (rows === 0) return null
  const centre = new Float64Array(rank)
  const edges = new Float64Array(rank * count)
  for (let i = 0; i < rank; i++) {
    for (let k = 0; k < count; k++) {
      centre[i] += (vectors[i * count + k] * (upper[k] + lower[k])) / 2
      edges[i * count + k] = (vectors[i * count + k] * (upper[k] - lower[k])) / 2
    }
  }
  // Along all axes nothing is left but rounding.
  return { rank, count, centre, edges, radius: count < rank ? Math.sqrt(Math.max(0, beyond)) : 0, rows }
}

/** Spread of the prediction with derivatives u over the box: of a uniform ξ_k the variance is ⅓, of one coordinate in a ball of d dimensions ρ²/(d + 2). */
export function boxSpread(box: PointwiseBox, u: ArrayLike<number>): BoxSpread {
  const { rank, count, centre, edges } = box
  const parts = new Float64Array(count)
  let mean = 0
  let squared = 0
  for (let i = 0; i < rank; i++) {
    mean += centre[i] * u[i]
    squared += u[i] * u[i]
    for (let k = 0; k < count; k++) parts[k] += edges[i * count + k] * u[i]
  }
  return { mean, ...spreadOf(box, lengthsOf(box), parts, squared) }
}

/** Squared lengths of the half edges of a box, `[count]`. */
export function lengthsOf({ rank, count, edges }: PointwiseBox): Float64Array {
  const lengths = new Float64Array(count)
  for (let i = 0; i < rank; i++) for (let k = 0; k < count; k++) lengths[k] += edges[i * count + k] ** 2
  return lengths
}

/**
 * Deviation and reach of a prediction.
 *
 * @param lengths `lengthsOf` the box
 * @param parts e_kᵀu, `[count]`
 * @param squared uᵀu
 */
export function spreadOf(
  { rank, count, radius }: Pick<PointwiseBox, "rank" | "count" | "radius">,
  lengths: Float64Array,
  parts: ArrayLike<number>,
  squared: number,
): Omit<BoxSpread, "mean"> {
  let variance = 0
  let reach = 0
  // What of u lies across the axes; an axis without length counts as across, which is on the safe side.
  let across = squared
  for (let k = 0; k < count; k++) {
    variance += (parts[k] * parts[k]) / 3
    reach += Math.abs(parts[k])
    if (lengths[k] > 0) across -= (parts[k] * parts[k]) / lengths[k]
  }
  if (radius > 0 && across > 0) {
    variance += (across * radius * radius) / (rank - count + 2)
    reach += radius * Math.sqrt(across)
  }
  return { deviation: Math.sqrt(variance), reach }
}

/** Members of an ensemble drawn uniformly from the box, by columns, row-major `[rank × members]`; the same for the same seed. */
export function drawFromBox(box: PointwiseBox, members: number, seed: number): Float64Array {
  const { rank, count, centre, edges } = box
  const drawn = new Float64Array(rank * members)
  const draw = new Float64Array(count)
  for (let member = 0; member < members; member++) {
    uniforms(seedRandom(seed, BOX_STREAM + member), draw)
    const across = drawAcross(box, seed, member)
    for (let i = 0; i < rank; i++) {
      let value = centre[i] + across[i]
      for (let k = 0; k < count; k++) value += edges[i * count + k] * (2 * draw[k] - 1)
      drawn[i * members + member] = value
    }
  }
  return drawn
}

/** A point of the ball across the axes, `[rank]`. */
function drawAcross(box: PointwiseBox, seed: number, member: number): Float64Array {
  const { rank, count, edges, radius } = box
  const point = new Float64Array(rank)
  if (radius === 0) return point
  const state = normals(seedRandom(seed, BALL_STREAM + member), point)
  const lengths = lengthsOf(box)
  for (let k = 0; k < count; k++) {
    if (lengths[k] === 0) continue
    let part = 0
    for (let i = 0; i < rank; i++) part += edges[i * count + k] * point[i]
    for (let i = 0; i < rank; i++) point[i] -= (part / lengths[k]) * edges[i * count + k]
  }
  const share = new Float64Array(1)
  uniforms(state, share)
  const size = (radius * share[0] ** (1 / (rank - count))) / Math.hypot(...point)
  return point.map((value) => size * value)
}

/** Random streams from here on belong to boxes. */
const BOX_STREAM = 3_000_000_000

/** And from here on to the balls across them. */
const BALL_STREAM = 6_000_000_000
