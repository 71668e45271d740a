import { kernels } from "../../../kernels/kernels.ts"
import type { BoundFunction } from "../function-set.ts"
import { cosineBetween, type Neighbourhoods } from "../neighbourhoods.ts"

/**
 * A potential of bonds whose strength depends on their surroundings,
 *
 *     E = ½ Σ_i Σ_j [V_R(r_ij) + b(ζ_ij) V_A(r_ij)],   ζ_ij = Σ_{k≠j} s(r_ik) g(cos θ_jik) e(r_ij − r_ik).
 */
export interface BondOrderModel {
  /** Number of elements, n, and of parameters. */
  readonly elements: number
  readonly parameters: number
  readonly functions: readonly BoundFunction[]
  /** Functions of a bond from element a to b, at `a × n + b`. */
  readonly repulsion: Int32Array
  readonly attraction: Int32Array
  readonly order: Int32Array
  /** Functions of an angle, at `(a × n + b) × n + c`. */
  readonly screen: Int32Array
  readonly angle: Int32Array
  readonly asymmetry: Int32Array
  /** How far a bond from a to b reaches [Å], at `a × n + b`. */
  bondReach(theta: Float64Array): Float64Array
  /** How far k may be from i, at `(a × n + b) × n + c`. */
  angleReach(theta: Float64Array): Float64Array
}

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

/** How far neighbours matter [Å], as bonds or as k, by `a × n + b`. */
export function neighbourReach({ elements }: BondOrderModel, bond: Float64Array, angle: Float64Array): Float64Array {
  const reach = bond.slice()
  for (let a = 0; a < elements; a++) {
    for (let b = 0; b < elements; b++) {
      for (let c = 0; c < elements; c++)
        reach[a * elements + c] = Math.max(reach[a * elements + c], angle[(a * elements + b) * elements + c])
    }
  }
  return reach
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
