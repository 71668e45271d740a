import { Failure } from "../../../failure/failure.ts"

/** Over how much of the distance of the peak noise is levelled, and over how much a minimum has to be the lowest. */
const LEVELLED = 0.03
const LOWEST_OVER = 0.12

/**
 * Where the first shell of neighbours ends: the first minimum of g(r) after its highest peak, levelled by a running mean; the middle of
 * it, where it is flat [Å].
 *
 * @throws Failure for a g(r) without a peak, or one that ends before the minimum
 */
export function firstMinimum({ r, width }: { readonly r: readonly number[]; readonly width: number }, g: readonly number[]): number {
  const peak = g.reduce((best, value, k) => (value > g[best] ? k : best), 0)
  if (!(g[peak] > 1)) throw new Failure("g(r) has no peak", { advice: "measure more frames, or give a cutoff" })
  const half = Math.max(1, Math.round((LEVELLED * r[peak]) / width))
  const ahead = Math.max(2, Math.round((LOWEST_OVER * r[peak]) / width))
  const level = g.map((_, k) => mean(g, Math.max(0, k - half), Math.min(g.length, k + half + 1)))
  for (let k = peak + 1; k + ahead < g.length; k++) {
    const lowest = Math.min(...level.slice(k + 1, k + 1 + ahead))
    if (level[k] > lowest || level[k] >= 1) continue
    let end = k
    while (end + 1 < level.length && level[end + 1] <= level[k]) end++
    return (r[k] + r[end]) / 2
  }
  throw new Failure("g(r) ends before its first minimum", { advice: "measure it out to twice the distance of its peak" })
}

function mean(values: readonly number[], from: number, to: number): number {
  let sum = 0
  for (let k = from; k < to; k++) sum += values[k]
  return sum / (to - from)
}
