import type { Configuration } from "../../atoms/structure.ts"
import { timesTranspose } from "../../linalg/dense/symmetric-products.ts"
import { observationRange, referenceObservations } from "../../observables/observation.ts"
import { properties, type Property } from "../../observables/property.ts"
import type { Chunk } from "../chunk.ts"
import type { PropertyChoice } from "../data-class.ts"
import type { StructureNoise } from "./chunk-noise.ts"
import { predictEachMoved, predictMoved, type Predictor } from "./predict-moved.ts"
import { type Precision, type PrintedDigits, roundingVariance } from "./printed-digits.ts"

/** By which a coordinate is moved for derivatives with respect to it [Å]: a variance is wanted to three digits, not to twelve. */
const SHIFT = 1e-5

/**
 * Covariance of the observations of one structure that rounding has made: positions x that were printed with variance D and labels of
 * variance R leave residuals of
 *
 *     C = S D Sᵀ + R      S = ∂(E/N, F, σ)/∂x
 *
 * that no parameter can explain (errors in variables, to first order: W. A. Fuller, *Measurement Error Models*, 1987,
 * DOI 10.1002/9780470316665). Of each property by itself, of the data that are there, times the weight of the configuration; the lower
 * triangle packed by rows.
 *
 * @param theta of potential and baseline
 */
export function roundingCovariance(
  chunk: Chunk,
  s: number,
  theta: Float64Array,
  precision: Precision,
  use: PropertyChoice,
): StructureNoise {
  const configuration = chunk.configurations[s]
  const printed = precision[configuration.origin.file] ?? {}
  return covarianceOfSlopes(roundingSlopes(chunk, configuration, theta, printed.positions), configuration, printed, use)
}

/**
 * How the observations of a structure move with each of its coordinates that was rounded, times the standard deviation of what that took:
 * the columns of S D^½, `[3n + 7]` each.
 */
export function roundingSlopes(
  predictor: Predictor,
  configuration: Configuration,
  theta: Float64Array,
  printed: PrintedDigits | undefined,
): Float64Array[] {
  const deviations = configuration.structure.positions.map((value) => Math.sqrt(roundingVariance(value, printed)))
  const moved = Array.from(deviations.keys()).filter((c) => deviations[c] > 0)
  if (moved.length === 0) return []
  const [here] = predictMoved(predictor, configuration, theta, [undefined])
  return predictEachMoved(predictor, configuration, theta, moved, SHIFT).map((there, i) =>
    there.map((value, k) => ((value - here[k]) / SHIFT) * deviations[moved[i]]),
  )
}

/** The covariance of `roundingCovariance` from the slopes of its structure. */
export function covarianceOfSlopes(
  slopes: readonly Float64Array[],
  configuration: Configuration,
  printed: Precision[string],
  use: PropertyChoice,
): StructureNoise {
  const { structure, weights } = configuration
  const references = referenceObservations(configuration)
  const labels = labelVariances(configuration, printed)
  const result: { -readonly [property in Property]?: Float64Array } = {}
  for (const property of properties) {
    if (!use[property] || weights[property] === 0) continue
    const [from, to] = observationRange(property, structure.numbers.length)
    const data = Array.from({ length: to - from }, (_, k) => from + k).filter((k) => !Number.isNaN(references[k]))
    result[property] = packedCovariance(
      slopes,
      data,
      data.map((k) => labels[k]),
      weights[property],
    )
  }
  return result
}

/** Variances of what rounding took from the labels of a structure, `[3n + 7]`; 0 where there is none. */
export function labelVariances(configuration: Configuration, printed: Precision[string]): Float64Array {
  const atoms = configuration.structure.numbers.length
  const references = referenceObservations(configuration)
  const variances = new Float64Array(references.length)
  for (const property of properties) {
    const share = property === "energy" ? atoms : 1
    const [from, to] = observationRange(property, atoms)
    for (let k = from; k < to; k++) {
      if (!Number.isNaN(references[k])) variances[k] = roundingVariance(references[k] * share, printed[property]) / share ** 2
    }
  }
  return variances
}

/** weight × (Σ_c slope_c slope_cᵀ + diag(own)) of some observations. */
function packedCovariance(slopes: readonly Float64Array[], data: readonly number[], own: readonly number[], weight: number): Float64Array {
  const n = data.length
  const rows = new Float64Array(n * slopes.length)
  slopes.forEach((slope, c) => {
    for (let i = 0; i < n; i++) rows[i * slopes.length + c] = slope[data[i]]
  })
  const square = timesTranspose(rows, n, slopes.length)
  const packed = new Float64Array((n * (n + 1)) / 2)
  for (let i = 0, at = 0; i < n; i++) {
    for (let k = 0; k <= i; k++) packed[at++] = weight * (square[i * n + k] + (i === k ? own[i] : 0))
  }
  return packed
}

/** Sums over structures of a chunk of how much rounding moves what is observed, and of the residuals there. */
export interface RoundingShare {
  /** By property: Σ of squares that rounding is expected to leave, Σ of squares of residuals, and over how many data. */
  readonly [property: string]: { readonly rounded: number; readonly left: number; readonly data: number }
}

/** What rounding does to the observations of a configuration, by one draw of what it took from the positions. */
export function roundingShare(
  chunk: Chunk,
  s: number,
  theta: Float64Array,
  precision: Precision,
  use: PropertyChoice,
  uniform: Float64Array,
): RoundingShare {
  const configuration = chunk.configurations[s]
  const { structure, origin } = configuration
  const printed = precision[origin.file]?.positions
  const draw = structure.positions.map((value, c) => Math.sqrt(12 * roundingVariance(value, printed)) * (uniform[c] - 0.5))
  const [here, there] = predictMoved(chunk, configuration, theta, [undefined, draw])
  const references = referenceObservations(configuration)
  const shares: Record<string, { rounded: number; left: number; data: number }> = {}
  for (const property of properties) {
    if (!use[property]) continue
    const [from, to] = observationRange(property, structure.numbers.length)
    const share = (shares[property] = { rounded: 0, left: 0, data: 0 })
    for (let k = from; k < to; k++) {
      if (Number.isNaN(references[k])) continue
      share.rounded += (there[k] - here[k]) ** 2
      share.left += (here[k] - references[k]) ** 2
      share.data++
    }
  }
  return shares
}
