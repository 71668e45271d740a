import type { AceRadial } from "../../model.ts"
import type { TabulatedRadials } from "../yace.ts"

/** A table of radial functions, and how far its cubic pieces are off. */
export interface RadialNodes {
  readonly radials: TabulatedRadials
  /** Largest error of a value beside the largest value of its function, and the same of slopes. */
  readonly error: { readonly value: number; readonly slope: number }
}

/** Numbers of a table at most, values and slopes of all functions together: some 20 MB of text. */
const LARGEST = 1_000_000
/** Below this part of the cutoff the table need not be exact. */
const CLOSE = 0.1

/**
 * Tables of values and slopes at even distances, made finer until slopes between them are right to `tolerance` of the largest one, or
 * the table becomes too large.
 *
 * @param count functions of the table; those that `radial` does not have are zero
 */
export function radialNodes(radial: AceRadial, count: number, tolerance: number): RadialNodes {
  const most = Math.max(2, Math.floor(LARGEST / (2 * count)))
  for (let bins = Math.min(1024, most); ;) {
    const radials = nodes(radial, count, bins)
    const error = errorOf(radials, radial)
    if (error.slope <= tolerance || bins === most) return { radials, error }
    // Errors of slopes fall with the third power.
    const wanted = 1.03 * bins * Math.cbrt(error.slope / tolerance)
    bins = Math.min(most, Math.ceil(wanted))
  }
}

function nodes(radial: AceRadial, count: number, bins: number): TabulatedRadials {
  const columns = (): Float64Array[] => Array.from({ length: count }, () => new Float64Array(bins + 1))
  const [values, slopes] = [columns(), columns()]
  const value = new Float64Array(radial.count)
  const slope = new Float64Array(radial.count)
  for (let k = 0; k < bins; k++) {
    radial.evaluate((k * radial.cutoff) / bins, value, slope, 0)
    for (let n = 0; n < radial.count; n++) {
      values[n][k] = value[n]
      slopes[n][k] = slope[n]
    }
  }
  return { kind: "tabulated", bins, values, slopes }
}

/** Errors at four places of each interval. */
function errorOf({ bins, values, slopes }: TabulatedRadials, radial: AceRadial): RadialNodes["error"] {
  const width = radial.cutoff / bins
  const value = new Float64Array(radial.count)
  const slope = new Float64Array(radial.count)
  const worst = { value: new Float64Array(radial.count), slope: new Float64Array(radial.count) }
  const most = { value: new Float64Array(radial.count), slope: new Float64Array(radial.count) }
  for (let k = Math.floor(CLOSE * bins); k < bins; k++) {
    for (const t of [0.2, 0.4, 0.6, 0.8]) {
      radial.evaluate((k + t) * width, value, slope, 0)
      for (let n = 0; n < radial.count; n++) {
        const [f, df, after] = [values[n][k], slopes[n][k] * width, slopes[n][k + 1] * width]
        const rise = values[n][k + 1] - f
        const [c, d] = [3 * rise - after - 2 * df, after + df - 2 * rise]
        worst.value[n] = Math.max(worst.value[n], Math.abs(f + t * (df + t * (c + t * d)) - value[n]))
        worst.slope[n] = Math.max(worst.slope[n], Math.abs((df + t * (2 * c + 3 * t * d)) / width - slope[n]))
        most.value[n] = Math.max(most.value[n], Math.abs(value[n]))
        most.slope[n] = Math.max(most.slope[n], Math.abs(slope[n]))
      }
    }
  }
  const relative = (errors: Float64Array, scales: Float64Array): number =>
    errors.reduce((top, error, n) => (scales[n] === 0 ? top : Math.max(top, error / scales[n])), 0)
  return { value: relative(worst.value, most.value), slope: relative(worst.slope, most.slope) }
}
