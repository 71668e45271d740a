/**
 * Goes through pairs `from` to `to` and hands those closer than `end` to `work` in batches: their numbers in `batch`, their distances
 * in `x`. A function that ends well inside the graph's cutoff costs next to nothing for the pairs beyond its end.
 */
export function forBatches(
  distances: Float64Array,
  from: number,
  to: number,
  end: number,
  batch: Int32Array,
  x: Float64Array,
  work: (n: number) => void,
): void {
  let n = 0
  for (let m = from; m < to; m++) {
    const r = distances[m]
    if (r >= end) continue
    batch[n] = m
    x[n] = r
    if (++n < batch.length) continue
    work(n)
    n = 0
  }
  if (n > 0) work(n)
}
