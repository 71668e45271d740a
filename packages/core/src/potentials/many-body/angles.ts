import { kernels } from "../../kernels/kernels.ts"
import { cosineBetween, type Neighbourhoods } from "./neighbourhoods.ts"

/** Pairs of bonds of the same centre, each once for every function that it has. */
export interface Angles {
  readonly count: number
  /** First angle of each centre, `[centres + 1]`. */
  readonly first: Int32Array
  readonly e: Int32Array
  readonly f: Int32Array
  /** Place of the ordered triplet of elements in tables `[n³]`: `(a × n + b) × n + c`. */
  readonly triplet: Int32Array
  /** In kernel memory. */
  readonly cosines: Float64Array
  /** ½ where the two orders of the neighbours are listed, as they have different functions. */
  readonly weights: Float64Array
}

/**
 * All angles; inside a scope of the heap.
 *
 * @param elements n
 * @param tables function numbers of ordered triplets, `[n³]`: two orders that have the same in all tables are one
 */
export function anglesOf(bonds: Neighbourhoods, elements: number, ...tables: readonly Int32Array[]): Angles {
  const { a, b, centres, first } = bonds
  let most = 0
  for (let i = 0; i < centres; i++) most += (first[i + 1] - first[i]) * (first[i + 1] - first[i] - 1)
  const angles = {
    first: new Int32Array(centres + 1),
    e: new Int32Array(most),
    f: new Int32Array(most),
    triplet: new Int32Array(most),
    cosines: kernels().heap.f64(most, "anything"),
    weights: new Float64Array(most),
  }
  let count = 0
  const push = (e: number, f: number, triplet: number, weight: number): void => {
    angles.e[count] = e
    angles.f[count] = f
    angles.triplet[count] = triplet
    angles.cosines[count] = cosineBetween(bonds, e, f)
    angles.weights[count++] = weight
  }
  for (let i = 0; i < centres; i++) {
    for (let e = first[i]; e < first[i + 1]; e++) {
      for (let f = e + 1; f < first[i + 1]; f++) {
        const [here, swapped] = [(a[e] * elements + b[e]) * elements + b[f], (a[e] * elements + b[f]) * elements + b[e]]
        const alike = tables.every((table) => table[here] === table[swapped])
        push(e, f, here, alike ? 1 : 0.5)
        if (!alike) push(e, f, swapped, 0.5)
      }
    }
    angles.first[i + 1] = count
  }
  return { count, ...angles }
}

/** Entry of each angle in a table by the triplet of its elements. */
export function angleNumbers({ count, triplet }: Angles, table: Int32Array): Int32Array {
  const numbers = new Int32Array(count)
  for (let t = 0; t < count; t++) numbers[t] = table[triplet[t]]
  return numbers
}
