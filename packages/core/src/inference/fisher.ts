import { svd } from "../linalg/factorisations/svd.ts"
import { residualSquared } from "../linalg/triangle/measures.ts"
import { scaleColumns } from "../linalg/triangle/change-columns.ts"
import { factorOf, type Triangle } from "../linalg/triangle/triangle.ts"
import { describeDirection } from "./describe-direction.ts"
import { type CovarianceFactor, covarianceFactor, covarianceMatrix, standardErrors } from "./covariance.ts"

/** One eigenvector of the Fisher information. */
export interface FisherDirection {
  /** Information along it: 1/variance, in the units of the scale. */
  readonly eigenvalue: number
  /** Unit vector over the parameters, each in units of its scale, `[n]`. */
  readonly vector: readonly number[]
  /** `sloppy` is known a thousand times less well than the stiffest direction, `undetermined` not at all. */
  readonly kind: "stiff" | "sloppy" | "undetermined"
  /** Its largest components, such as `0.81 D − 0.58 a`. */
  readonly direction: string
}

/** How well the data know the parameters: plain data for `fisher.json`. */
export interface Fisher {
  readonly names: readonly string[]
  readonly rows: number
  readonly rank: number
  /** rows − rank */
  readonly degreesOfFreedom: number
  /** ‖r‖² / degreesOfFreedom at this point; null without degrees of freedom. */
  readonly reducedChiSquared: number | null
  /** What the covariance was multiplied with. */
  readonly variance: number
  /** Units the eigenvectors are expressed in, `[n]`. */
  readonly scale: readonly number[]
  /** Falling eigenvalues. */
  readonly spectrum: readonly FisherDirection[]
  /** Null for parameters that the data leave open. */
  readonly standardErrors: readonly (number | null)[]
  /** `[n][n]`; null where a standard error is. */
  readonly correlation: readonly (readonly (number | null)[])[]
}

export interface FisherOptions {
  /** Natural size of each parameter, such as |θ_k| or a prior width; default 1/‖J_k‖, what the data alone could tell of it. */
  readonly scale?: Float64Array
  /** `unit` when the σ are believed (default); `reduced` multiplies the covariance with the reduced χ². */
  readonly variance?: "unit" | "reduced"
  /** `covarianceFactor` of the same triangle, where the caller has it. */
  readonly covariance?: CovarianceFactor
}

const SLOPPY = 1e-6

/**
 * Fisher information JᵀJ of the triangle `[J | r]` at the solution: spectrum with stiff, sloppy and undetermined directions, standard
 * errors and correlations.
 *
 * Source: Waterfall et al., DOI 10.1103/PhysRevLett.97.150601 (sloppy spectra); Bates & Watts, DOI 10.1002/9780470316757, ch. 2.
 */
export function fisher(triangle: Triangle, names: readonly string[], options: FisherOptions = {}): Fisher {
  const { n, rows } = triangle
  if (names.length !== n) throw new RangeError(`${names.length} names do not go with ${n} parameters`)
  const covariance = options.covariance ?? covarianceFactor(triangle)
  const { rank } = covariance
  const degreesOfFreedom = rows - rank
  const reducedChiSquared = degreesOfFreedom > 0 ? residualSquared(triangle) / degreesOfFreedom : null
  const variance = options.variance === "reduced" && reducedChiSquared !== null ? reducedChiSquared : 1
  const errors = standardErrors(covariance, variance)
  const C = covarianceMatrix(covariance, variance)
  const scale = options.scale ?? covariance.units.map((unit) => 1 / unit)
  return {
    names,
    rows,
    rank,
    degreesOfFreedom,
    reducedChiSquared,
    variance,
    scale: Array.from(scale),
    spectrum: spectrumOf(options.scale ? directionsIn(triangle, scale) : covariance, names, rank),
    standardErrors: Array.from(errors, finite),
    correlation: names.map((_, i) =>
      names.map((_, j) => finite((C[i * n + j] / errors[i] / errors[j]) * (errors[i] * errors[j] < Infinity ? 1 : NaN))),
    ),
  }
}

/** Singular values and right singular vectors of the triangle in units of its parameters. */
interface Directions {
  readonly singularValues: Float64Array
  readonly directions: Float64Array
}

function directionsIn(triangle: Triangle, scale: Float64Array): Directions {
  const { values, V } = svd(factorOf(scaleColumns(triangle, scale)), triangle.n, triangle.n)
  return { singularValues: values, directions: V }
}

function spectrumOf({ singularValues, directions }: Directions, names: readonly string[], rank: number): FisherDirection[] {
  const n = names.length
  return Array.from(singularValues, (value, l) => {
    const vector = signed(Array.from({ length: n }, (_, k) => directions[k * n + l]))
    const eigenvalue = value * value
    const kind = l >= rank ? "undetermined" : eigenvalue < SLOPPY * singularValues[0] ** 2 ? "sloppy" : "stiff"
    return { eigenvalue, vector, kind, direction: describeDirection(vector, names) }
  })
}

/** With its largest component positive, so that equal fits print equal vectors. */
function signed(vector: readonly number[]): readonly number[] {
  const largest = vector.reduce((best, value) => (Math.abs(value) > Math.abs(best) + 1e-12 ? value : best), 0)
  const sign = largest < 0 ? -1 : 1
  return vector.map((value) => sign * value + 0)
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}
