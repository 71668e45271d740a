import { kernels } from "../../kernels/kernels.ts"
import { blockAt } from "../../linalg/dense/backend.ts"
import { dense } from "../../linalg/dense/dense.ts"
import { kernelCopy } from "../../linalg/dense/kernel-arrays.ts"
import { accumulate } from "../../linalg/triangle/accumulate.ts"
import { invertUpper } from "../../linalg/triangle/solve-triangular.ts"
import { factorOf, type Triangle } from "../../linalg/triangle/triangle.ts"
import { emptyDesign } from "./design.ts"
import type { LabelCandidate } from "./label-candidate.ts"

/**
 * How extreme each structure is within its pool: the mean leverage of its data, `tr T (1 + Σ TᵀT)⁻¹ Tᵀ` over their number, against the
 * information of the whole pool, over that of all data together. One for structures that are like the pool as a whole.
 */
export function departuresOf(candidates: readonly LabelCandidate[], rank: number): Float64Array {
  const inverse = invertUpper(factorOf(informationOf(candidates, rank)), rank, rank)
  const { heap } = kernels()
  const leverages = candidates.map(({ rows, height }) =>
    heap.scope(() => {
      const U = heap.f64(height * rank)
      dense().multiply(height, rank, rank, 1, blockAt(kernelCopy(rows), rank), blockAt(kernelCopy(inverse), rank), blockAt(U, rank))
      return U.reduce((sum, value) => sum + value * value, 0)
    }),
  )
  const data = candidates.reduce((sum, one) => sum + one.data, 0)
  const mean = leverages.reduce((sum, leverage) => sum + leverage, 0) / data
  return Float64Array.from(candidates, (one, k) => (one.data > 0 && mean > 0 ? leverages[k] / one.data / mean : 0))
}

/** Triangle of `1 + Σ TᵀT` over all structures. */
function informationOf(candidates: readonly LabelCandidate[], rank: number): Triangle {
  let { triangle } = emptyDesign(rank, [])
  for (const { rows, height } of candidates) {
    const wide = new Float64Array(height * (rank + 1))
    for (let i = 0; i < height; i++) wide.set(rows.subarray(i * rank, (i + 1) * rank), i * (rank + 1))
    triangle = accumulate(triangle, wide, height)
  }
  return triangle
}
