import { type BlockAverage, blockAverage } from "../../../dynamics/averages/block-average.ts"
import { Failure } from "../../../failure/failure.ts"
import { atomGroups } from "../correlation/atom-groups.ts"
import { type Estimate, estimateOf } from "../correlation/estimate.ts"
import { type Frames, slidingWindow } from "../correlation/sliding-window.ts"

/** How far atoms of one element get. */
export interface DisplacementRecord {
  /** Atomic number. */
  readonly element: number
  /** [fs] */
  readonly time: readonly number[]
  /** ⟨|r(t) − r(0)|²⟩ [Å²] */
  readonly squared: readonly number[]
  readonly error: readonly (number | null)[]
  /** D, a sixth of the slope of the line through the squares between the times of `fit` [Å²/fs]. */
  readonly diffusion: Estimate
  /** [fs] */
  readonly fit: readonly [number, number]
  /** Origins of time that were averaged. */
  readonly origins: number
}

/** Follows atoms. */
export interface Displacements {
  /** @param positions never wrapped into the cell, `[3N]` [Å] */
  add(positions: Float64Array): void
  /** One record an element. */
  record(): readonly DisplacementRecord[]
}

/**
 * Mean squared displacements of each element over all times up to `lags` intervals, and the diffusion coefficient by Einstein's relation
 * `⟨|Δr|²⟩ = 6 D t + …`: the slope of a line by least squares over the last part of the times. It is a sum of squares of displacements
 * from one origin, so its error is that of its series over origins.
 *
 * @param interval between frames [fs]
 * @param fitFrom where the line begins, as a fraction of the longest time
 */
export function displacements(options: {
  readonly numbers: Int32Array
  readonly interval: number
  readonly lags: number
  readonly stride?: number
  readonly fitFrom?: number
}): Displacements {
  const { numbers, interval, lags, stride = 1, fitFrom = 0.3 } = options
  const first = Math.max(1, Math.ceil(fitFrom * lags))
  if (!(first < lags)) throw new Failure(`a slope from lag ${first} to ${lags}`, { advice: "follow atoms longer, or fit from earlier on" })
  const groups = atomGroups(numbers)
  const averages = groups.elements.map(() => ({
    squares: Array.from({ length: lags + 1 }, (): BlockAverage => blockAverage()),
    slope: blockAverage(),
  }))
  const weights = slopeWeights(first, lags, interval)
  const show = (frames: Frames): void => {
    const origin = frames(0)
    averages.forEach(({ squares, slope }, e) => {
      const [from, to] = [groups.first[e], groups.first[e + 1]]
      let own = 0
      for (let k = 0; k <= lags; k++) {
        const value = (3 * squaredDistance(origin, frames(k), from, to)) / (to - from)
        squares[k].add(value)
        own += weights[k] * value
      }
      slope.add(own)
    })
  }
  const window = slidingWindow({ size: 3 * numbers.length, lags, stride, show })
  return Object.freeze({
    add: (positions: Float64Array): void => window.add((row) => groups.sort(positions, row)),
    record: () =>
      averages.map(({ squares, slope }, e) => ({
        element: groups.elements[e],
        time: squares.map((_, k) => k * interval),
        squared: squares.map(({ mean }) => mean),
        error: squares.map(({ error }) => error),
        diffusion: estimateOf(slope, 1 / 6),
        fit: [first * interval, lags * interval] as const,
        origins: slope.count,
      })),
  })
}

/** w with `Σ w_k y_k` the slope of the line by least squares through y at lags `first` to `last`, `[last + 1]`. */
function slopeWeights(first: number, last: number, interval: number): Float64Array {
  const middle = (first + last) / 2
  let spread = 0
  for (let k = first; k <= last; k++) spread += (k - middle) ** 2
  return Float64Array.from({ length: last + 1 }, (_, k) => (k < first ? 0 : (k - middle) / spread / interval))
}

function squaredDistance(a: Float64Array, b: Float64Array, from: number, to: number): number {
  let sum = 0
  for (let d = from; d < to; d++) {
    const away = b[d] - a[d]
    sum += away * away
  }
  return sum
}
