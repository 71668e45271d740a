import type { Structure } from "../atoms/structure.ts"

/** One comparison of a potential with a law. */
export interface Measurement {
  /** How far from the law; NaN where the potential gives no number. */
  readonly value: number
  /** Up to here the law holds: rounding, or what physics does not notice. Same unit as `value`. */
  readonly bound: number
  /** What was compared, in words. */
  readonly where: string
  /** The structures in which it can be seen again. */
  structures(): readonly Structure[]
}

/** Whether a measurement is within its bound. */
export function holds({ value, bound }: Measurement): boolean {
  return value <= bound
}

/** The measurement that comes nearest to its bound, or goes farthest beyond it, and how many there were. */
export function worstOf(measurements: Iterable<Measurement>): { readonly worst: Measurement | undefined; readonly count: number } {
  let worst: Measurement | undefined
  let count = 0
  for (const one of measurements) {
    count++
    if (worst === undefined || excess(one) > excess(worst)) worst = one
  }
  return { worst, count }
}

function excess({ value, bound }: Measurement): number {
  return Number.isNaN(value) ? Infinity : value / bound
}
