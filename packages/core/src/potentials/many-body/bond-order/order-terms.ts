import { kernels } from "../../../kernels/kernels.ts"
import { cosineBetween, type Neighbourhoods } from "../neighbourhoods.ts"
import type { BondOrderModel } from "./model.ts"

/** Terms of the sums ζ: the bond e and the other bond f of the same centre. */
export interface OrderTerms {
  readonly count: number
  /** First term of each bond, `[bonds + 1]`. */
  readonly first: Int32Array
  readonly f: Int32Array
  /** Function numbers. */
  readonly screen: Int32Array
  readonly angle: Int32Array
  readonly asymmetry: Int32Array
  /** Arguments r_ik, cos θ_jik and r_ij − r_ik, in kernel memory. */
  readonly distances: Float64Array
  readonly cosines: Float64Array
  readonly differences: Float64Array
}

/** All terms of all ζ; inside a scope of the heap. */
export function orderTerms(model: BondOrderModel, bonds: Neighbourhoods, bondReach: Float64Array, angleReach: Float64Array): OrderTerms {
  const { elements } = model
  const { a, b, centres, distances, edges, first } = bonds
  let most = 0
  for (let i = 0; i < centres; i++) most += (first[i + 1] - first[i]) * (first[i + 1] - first[i] - 1)
  const { heap } = kernels()
  const terms = {
    first: new Int32Array(edges.length + 1),
    f: new Int32Array(most),
    screen: new Int32Array(most),
    angle: new Int32Array(most),
    asymmetry: new Int32Array(most),
    distances: heap.f64(most, "anything"),
    cosines: heap.f64(most, "anything"),
    differences: heap.f64(most, "anything"),
  }
  let count = 0
  for (let i = 0; i < centres; i++) {
    for (let e = first[i]; e < first[i + 1]; e++) {
      const pair = a[e] * elements + b[e]
      const end = distances[e] < bondReach[pair] ? first[i + 1] : first[i]
      for (let f = first[i]; f < end; f++) {
        const triplet = pair * elements + b[f]
        if (f === e || distances[f] >= angleReach[triplet]) continue
        terms.f[count] = f
        terms.screen[count] = model.screen[triplet]
        terms.angle[count] = model.angle[triplet]
        terms.asymmetry[count] = model.asymmetry[triplet]
        terms.distances[count] = distances[f]
        terms.cosines[count] = cosineBetween(bonds, e, f)
        terms.differences[count] = distances[e] - distances[f]
        count++
      }
      terms.first[e + 1] = count
    }
  }
  return { count, ...terms }
}
