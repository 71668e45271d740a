import { kernels } from "../../kernels/kernels.ts"
import { blockAt } from "../../linalg/dense/backend.ts"
import { dense } from "../../linalg/dense/dense.ts"
import { kernelCopy } from "../../linalg/dense/kernel-arrays.ts"
import { lengthsOf, type PointwiseBox, spreadOf } from "./pointwise-box.ts"

/** Spreads of many predictions over a box, `[count]` each, as `boxSpread` gives them one by one. */
export interface BoxSpreads {
  readonly mean: Float64Array
  readonly deviation: Float64Array
  readonly reach: Float64Array
}

/** `boxSpread` of rows `from` up to, without, `to` of derivatives in kernel memory, row-major `[… × rank]`. */
export function boxSpreads(box: PointwiseBox, derivatives: Float64Array, from: number, to: number): BoxSpreads {
  const { rank, count: axes, centre, edges } = box
  const { heap } = kernels()
  const count = to - from
  const [mean, deviation, reach] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)]
  const lengths = lengthsOf(box)
  heap.scope(() => {
    const parts = heap.f64(count * axes)
    const rows = blockAt(derivatives, rank, from * rank)
    dense().multiply(count, axes, rank, 1, rows, blockAt(kernelCopy(edges), axes), blockAt(parts, axes))
    for (let i = 0; i < count; i++) {
      let squared = 0
      for (let k = 0; k < rank; k++) {
        const u = derivatives[(from + i) * rank + k]
        mean[i] += centre[k] * u
        squared += u * u
      }
      const spread = spreadOf(box, lengths, parts.subarray(i * axes, (i + 1) * axes), squared)
      deviation[i] = spread.deviation
      reach[i] = spread.reach
    }
  })
  return { mean, deviation, reach }
}
