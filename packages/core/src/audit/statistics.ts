/** The middle value of finite numbers (mean of the two middle ones), NaN of none. */
export function median(values: readonly number[]): number {
  if (values.length === 0) return Number.NaN
  const sorted = Float64Array.from(values).sort()
  const half = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
}

/** Median absolute deviation × 1.4826: the standard deviation of normal data, unmoved by outliers. */
export function robustDeviation(values: readonly number[], centre: number = median(values)): number {
  return 1.4826 * median(values.map((value) => Math.abs(value - centre)))
}

/** Smallest and largest of values; `[NaN, NaN]` of none. */
export function range(values: Iterable<number>): readonly [number, number] {
  let low = Number.NaN
  let high = Number.NaN
  for (const value of values) {
    if (!(low <= value)) low = value
    if (!(high >= value)) high = value
  }
  return [low, high]
}
