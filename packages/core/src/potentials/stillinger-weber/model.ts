import { kernels } from "../../kernels/kernels.ts"
import type { BoundFunction } from "../many-body/function-set.ts"
import { cosineBetween, type Neighbourhoods } from "../many-body/neighbourhoods.ts"

/**
 * A potential of pairs and of angles between bonds,
 *
 *     E = ½ Σ_i Σ_j φ_ab(r_ij) + Σ_i Σ_{j<k} ½ (u_abc + u_acb)(cos θ_jik) h_ab(r_ij) h_ac(r_ik),
 *
 * with a, b, c the elements of i, j, k.
 */
export interface AngularModel {
  /** Number of elements, n, and of parameters. */
  readonly elements: number
  readonly parameters: number
  readonly functions: readonly BoundFunction[]
  /** Function φ and h of a bond from element a to b, at `a × n + b`. */
  readonly pair: Int32Array
  readonly radial: Int32Array
  /** Function u, at `(a × n + b) × n + c`. */
  readonly angle: Int32Array
  /** Column of θ with the reach of a bond from a to b. */
  readonly cutoff: Int32Array
}

/** Pairs of bonds of the same centre with the function of their angle. */
export interface Angles {
  readonly count: number
  /** First angle of each centre, `[centres + 1]`. */
  readonly first: Int32Array
  readonly e: Int32Array
  readonly f: Int32Array
  readonly which: Int32Array
  /** In kernel memory. */
  readonly cosines: Float64Array
  /** ½ where the two orders of the neighbours have different functions, each of which is listed. */
  readonly weights: Float64Array
}

/** All angles; inside a scope of the heap. */
export function anglesOf({ elements, angle }: AngularModel, bonds: Neighbourhoods): Angles {
  const { a, b, centres, first } = bonds
  const number = (e: number, f: number): number => angle[(a[e] * elements + b[e]) * elements + b[f]]
  let most = 0
  for (let i = 0; i < centres; i++) most += (first[i + 1] - first[i]) * (first[i + 1] - first[i] - 1)
  const angles = {
    first: new Int32Array(centres + 1),
    e: new Int32Array(most),
    f: new Int32Array(most),
    which: new Int32Array(most),
    cosines: kernels().heap.f64(most, "anything"),
    weights: new Float64Array(most),
  }
  let count = 0
  for (let i = 0; i < centres; i++) {
    for (let e = first[i]; e < first[i + 1]; e++) {
      for (let f = e + 1; f < first[i + 1]; f++) {
        const [here, swapped] = [number(e, f), number(f, e)]
        for (const which of here === swapped ? [here] : [here, swapped]) {
          angles.e[count] = e
          angles.f[count] = f
          angles.which[count] = which
          angles.cosines[count] = cosineBetween(bonds, e, f)
          angles.weights[count] = here === swapped ? 1 : 0.5
          count++
        }
      }
    }
    angles.first[i + 1] = count
  }
  return { count, ...angles }
}
