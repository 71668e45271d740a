import type { CorrelationRecord } from "../correlation/correlation.ts"
import { correlation } from "../correlation/correlation.ts"
import { atomGroups } from "../correlation/atom-groups.ts"
import type { Estimate } from "../correlation/estimate.ts"

/** How long atoms of one element keep their velocity. */
export interface VelocityRecord extends CorrelationRecord {
  /** Atomic number. */
  readonly element: number
  /** D = ⅓ ∫ ⟨v(0)·v(t)⟩ dt up to the longest time [Å²/fs]. */
  readonly diffusion: Estimate
}

/** Follows velocities. */
export interface VelocityCorrelation {
  /** @param velocities `[3N]` [Å/fs] */
  add(velocities: Float64Array): void
  /** One record an element; correlations are ⟨v(0)·v(t)⟩ [Å²/fs²], integrals [Å²/fs]. */
  record(): readonly VelocityRecord[]
}

/**
 * Velocity autocorrelation function of each element, with its running integral: three times the diffusion coefficient in the end.
 *
 * @param interval between frames [fs]
 */
export function velocityCorrelation(options: {
  readonly numbers: Int32Array
  readonly interval: number
  readonly lags: number
  readonly stride?: number
}): VelocityCorrelation {
  const { numbers, ...timing } = options
  const groups = atomGroups(numbers)
  const parts = groups.elements.map((_, e) => ({
    from: groups.first[e],
    to: groups.first[e + 1],
    scale: 3 / (groups.first[e + 1] - groups.first[e]),
  }))
  const products = correlation({ ...timing, size: 3 * numbers.length, parts })
  return Object.freeze({
    add: (velocities: Float64Array): void => products.add((row) => groups.sort(velocities, row)),
    record: () =>
      products.record().map((found, e) => {
        const [value, error] = [found.integral.at(-1) ?? Number.NaN, found.integralError.at(-1) ?? null]
        return { ...found, element: groups.elements[e], diffusion: { value: value / 3, error: error === null ? null : error / 3 } }
      }),
  })
}
