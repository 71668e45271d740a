import { kernels } from "../../kernels/kernels.ts"
import type { SplineBasis } from "../functions/basis.ts"

/** Finer than the knots by this factor, buckets lead to the interval of a distance in one or two comparisons. */
const BUCKETS_PER_INTERVAL = 4

/**
 * An axis of B-splines in kernel memory, valid for the heap scope that it is made in; returns the kernels' pointer. Layout: start, end,
 * buckets per Å, pointers to the first interval of each bucket, to the knots, and to the polynomials, which are `[interval][power 3 to 0]
 * [four B-splines]`.
 */
export function axisInMemory({ knots, polynomials }: SplineBasis): number {
  const { heap } = kernels()
  const intervals = knots.length - 1
  const [start, end] = [knots[0], knots[intervals]]
  const count = BUCKETS_PER_INTERVAL * intervals
  const scale = count / (end - start)
  const buckets = heap.i32(count + 1, "anything")
  for (let bucket = 0, interval = 0; bucket <= count; bucket++) {
    // One bucket early, so that rounding never starts the search too far right.
    while (interval < intervals - 1 && start + (bucket - 1) / scale >= knots[interval + 1]) interval++
    buckets[bucket] = interval
  }
  const places = heap.f64(intervals + 1, "anything")
  places.set(knots)
  const powers = heap.f64(16 * intervals, "anything")
  for (let at = 0; at < 16 * intervals; at += 16) {
    for (let spline = 0; spline < 4; spline++) {
      for (let q = 0; q < 4; q++) powers[at + 4 * (3 - q) + spline] = polynomials[at + 4 * spline + q]
    }
  }
  const header = heap.f64(6, "anything")
  header.set([start, end, scale, buckets.byteOffset, places.byteOffset, powers.byteOffset])
  return header.byteOffset
}
