import { Failure } from "../../../failure/failure.ts"

/** The latest frames of a series of vectors: frame `k` is the one `k` after the oldest. */
export interface Frames {
  (k: number): Float64Array
}

/** Keeps the latest frames of a series of vectors, and shows them when each of them can be an origin of time. */
export interface SlidingWindow {
  /** Takes the next frame: `fill` writes it. */
  add(fill: (row: Float64Array) => void): void
}

/**
 * Holds `lags + 1` frames of `size` numbers. Once it is full it shows them at each `stride`-th frame, so that every origin is seen with
 * all its lags: what is made of them is biased by no end.
 */
export function slidingWindow(options: {
  readonly size: number
  readonly lags: number
  readonly stride: number
  readonly show: (frames: Frames) => void
}): SlidingWindow {
  const { size, lags, stride, show } = options
  if (!(Number.isSafeInteger(lags) && lags > 0 && Number.isSafeInteger(stride) && stride > 0)) {
    throw new Failure(`a window of ${lags} lags, shown every ${stride} frames`, { advice: "give whole numbers above zero" })
  }
  const length = lags + 1
  const rows = Array.from({ length }, () => new Float64Array(size))
  let added = 0
  const frames = (k: number): Float64Array => rows[(added + k) % length]
  return Object.freeze({
    add(fill: (row: Float64Array) => void): void {
      fill(rows[added % length])
      added++
      if (added >= length && (added - length) % stride === 0) show(frames)
    },
  })
}
