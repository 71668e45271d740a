import { kernels } from "../../kernels/kernels.ts"
import { blockAt } from "../../linalg/dense/backend.ts"
import { dense } from "../../linalg/dense/dense.ts"
import { kernelCopy } from "../../linalg/dense/kernel-arrays.ts"
import type { PointwiseBox } from "./pointwise-box.ts"

/** Spreads of many predictions over a box, `[count]` each, as `boxSpread` gives them one by one. */
export interface BoxSpreads {
  readonly mean: Float64Array
  readonly deviation: Float64Array
  readonly reach: Float64Array
}

/** `boxSpread` of rows `from` up to, without, `to` of derivatives in kernel memory, row-major `[… × rank]`. */
export function boxSpreads({ rank, centre, edges }: PointwiseBox, derivatives: Float64Array, from: number, to: number): BoxSpreads {
  const { heap } = kernels()
  const count = to - from
  const [mean, deviation, reach] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)]
  heap.scope(() => {
    const parts = heap.f64(count * rank)
    const rows = blockAt(derivatives, rank, from * rank)
    dense().multiply(count, rank, rank, 1, rows, blockAt(kernelCopy(edges), rank), blockAt(parts, rank))
    for (let i = 0; i < count; i++) {
      let variance = 0
      for (let k = 0; k < rank; k++) {
        const part = parts[i * rank + k]
        mean[i] += centre[k] * derivatives[(from + i) * rank + k]
        variance += (part * part) / 3
        reach[i] += Math.abs(part)
      }
      deviation[i] = Math.sqrt(variance)
    }
  })
  return { mean, deviation, reach }
}
