import type { BlockAverage } from "../../../dynamics/averages/block-average.ts"

/** A mean over a trajectory. */
export interface Estimate {
  readonly value: number
  /** Standard error that knows of correlation (doi:10.1063/1.457480); `null` while too little was seen to tell. */
  readonly error: number | null
}

/** The mean and error of an average, times a factor. */
export function estimateOf({ mean, error }: BlockAverage, factor: number = 1): Estimate {
  return { value: factor * mean, error: error === null ? null : Math.abs(factor) * error }
}
