import { type BlockAverage, blockAverage } from "../../../dynamics/averages/block-average.ts"
import { type Frames, slidingWindow, type SlidingWindow } from "./sliding-window.ts"

/** Numbers of a vector whose products are summed together. */
export interface CorrelationPart {
  readonly from: number
  readonly to: number
  /** By which the sum of products is multiplied. */
  readonly scale: number
}

/** Correlation of one part with itself. */
export interface CorrelationRecord {
  /** [fs] */
  readonly time: readonly number[]
  /** C(t) at each time. */
  readonly correlation: readonly number[]
  /** Of each, `null` while too few origins tell. */
  readonly error: readonly (number | null)[]
  /** ∫₀ᵗ C by the trapezoid, at each time. */
  readonly integral: readonly number[]
  readonly integralError: readonly (number | null)[]
  /** Origins of time that were averaged. */
  readonly origins: number
}

/** How a vector that changes in time is correlated with itself. */
export interface Correlation extends SlidingWindow {
  /** One record a part. */
  record(): readonly CorrelationRecord[]
}

/**
 * `C(t) = scale ⟨Σ_d a_d(0) a_d(t)⟩` and its running integral. Both are averaged over origins of time, and both get the error that their
 * own series over the origins has: an integral's is not guessed from those of its summands.
 *
 * @param interval between frames [fs]
 * @param lags largest time, in intervals
 * @param stride frames between origins
 */
export function correlation(options: {
  readonly size: number
  readonly parts: readonly CorrelationPart[]
  readonly interval: number
  readonly lags: number
  readonly stride?: number
}): Correlation {
  const { size, parts, interval, lags, stride = 1 } = options
  const fresh = (): BlockAverage[] => Array.from({ length: lags + 1 }, () => blockAverage())
  const averages = parts.map(() => ({ products: fresh(), integrals: fresh() }))
  const show = (frames: Frames): void => {
    const origin = frames(0)
    for (let p = 0; p < parts.length; p++) {
      const { from, to, scale } = parts[p]
      const { products, integrals } = averages[p]
      let [before, integral] = [0, 0]
      for (let k = 0; k <= lags; k++) {
        const value = scale * dot(origin, frames(k), from, to)
        if (k > 0) integral += ((before + value) / 2) * interval
        before = value
        products[k].add(value)
        integrals[k].add(integral)
      }
    }
  }
  const window = slidingWindow({ size, lags, stride, show })
  return Object.freeze({
    add: window.add,
    record: () =>
      averages.map(({ products, integrals }) => ({
        time: products.map((_, k) => k * interval),
        correlation: products.map(({ mean }) => mean),
        error: products.map(({ error }) => error),
        integral: integrals.map(({ mean }) => mean),
        integralError: integrals.map(({ error }) => error),
        origins: products[0].count,
      })),
  })
}

/** Whether the second half of the times changes an integral by less than twice its error; `null` while no error is known. */
export function hasSettled({ integral, integralError }: Pick<CorrelationRecord, "integral" | "integralError">): boolean | null {
  const last = integral.length - 1
  const error = integralError[last] ?? null
  return error === null ? null : Math.abs(integral[last] - integral[last >> 1]) < 2 * error
}

function dot(a: Float64Array, b: Float64Array, from: number, to: number): number {
  let sum = 0
  for (let d = from; d < to; d++) sum += a[d] * b[d]
  return sum
}
