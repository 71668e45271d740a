import type { Configuration } from "../../atoms/structure.ts"
import type { Precision } from "./printed-digits.ts"
import { labelVariances } from "./rounding-covariance.ts"

/** What printed digits leave open of the observations of one structure, in their units, `[3n + 7]` each. */
export interface RoundingEffects {
  /** Variances: the diagonal of S D Sᵀ + R. */
  readonly variances: Float64Array
  /** No error is larger, to first order: every number lies within half a unit of its last place. */
  readonly reaches: Float64Array
}

/** Half a unit of the last place in standard deviations of a number that is uniform within it. */
const HALF = Math.sqrt(3)

/** The effects of rounding on each observation. @param slopes `roundingSlopes` of the structure */
export function roundingEffects(
  slopes: readonly Float64Array[],
  configuration: Configuration,
  printed: Precision[string],
): RoundingEffects {
  const variances = labelVariances(configuration, printed)
  const reaches = variances.map((variance) => HALF * Math.sqrt(variance))
  for (const slope of slopes) {
    for (let k = 0; k < slope.length; k++) {
      variances[k] += slope[k] ** 2
      reaches[k] += HALF * Math.abs(slope[k])
    }
  }
  return { variances, reaches }
}
