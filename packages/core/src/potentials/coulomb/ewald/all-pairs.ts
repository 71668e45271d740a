import { COULOMB } from "../coulomb-constant.ts"
import { addPair } from "../sums/add-pair.ts"
import type { ChargeResponse } from "../sums/charge-response.ts"

/** Adds Σ q_i q_j/r over all pairs of atoms at `positions` `[3n]` [Å], which nothing repeats. */
export function addAllPairs(positions: Float64Array, q: Float64Array, responses: readonly ChargeResponse[]): void {
  for (let i = 0; i < q.length; i++) {
    for (let j = i + 1; j < q.length; j++) {
      const x = positions[3 * j] - positions[3 * i]
      const y = positions[3 * j + 1] - positions[3 * i + 1]
      const z = positions[3 * j + 2] - positions[3 * i + 2]
      const r = Math.sqrt(x * x + y * y + z * z)
      addPair(responses, q, i, j, COULOMB / r, -COULOMB / (r * r), r, x, y, z)
    }
  }
}
