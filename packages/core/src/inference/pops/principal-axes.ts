import { kernels } from "../../kernels/kernels.ts"
import { blockAt } from "../../linalg/dense/backend.ts"
import { dense } from "../../linalg/dense/dense.ts"
import { kernelCopy } from "../../linalg/dense/kernel-arrays.ts"
import { upperTimesTranspose } from "../../linalg/dense/symmetric-products.ts"
import { qr } from "../../linalg/factorisations/qr.ts"
import { symmetricEigen } from "../../linalg/factorisations/symmetric-eigen.ts"
import { normals, seedRandom } from "../../random/random.ts"

/** Directions along which steps are bounded one by one: orthonormal columns, row-major `[rank × count]`. Plain data. */
export interface Axes {
  readonly rank: number
  readonly count: number
  readonly vectors: Float64Array
}

/** Principal axes of steps, all of them. @param gram Σ z zᵀ, row-major `[rank × rank]` */
export function principalAxes(gram: Float64Array, rank: number): Axes {
  return { rank, count: rank, vectors: symmetricEigen(gram, rank).vectors }
}

/** Ω of a sketch, row-major `[rank × count]`: normal numbers, always the same. */
export function sketchProbe(rank: number, count: number): Float64Array {
  const probe = new Float64Array(rank * count)
  normals(seedRandom(rank, PROBE_STREAM), probe)
  return probe
}

/** The random stream of probes. */
const PROBE_STREAM = 5_000_000_000

/**
 * The leading principal axes of steps from a sketch, which is small where their gram is not: the columns of Y = Σ z (zᵀΩ) span them but for
 * a part that falls as `count` grows. N. Halko, P. G. Martinsson, J. A. Tropp, doi:10.1137/090771806.
 *
 * @param sketch Y, row-major `[rank × count]`, count ≤ rank
 */
export function sketchedAxes(sketch: Float64Array, rank: number, count: number): Axes {
  const factorised = qr(sketch, rank, count)
  const turn = symmetricEigen(upperTimesTranspose(factorised.R, count), count).vectors
  const { heap } = kernels()
  const vectors = heap.scope(() => {
    const turned = heap.f64(rank * count)
    const [Q, V] = [factorised.Q(), turn].map((block) => blockAt(kernelCopy(block), count))
    dense().multiply(rank, count, count, 1, Q, V, blockAt(turned, count))
    return turned.slice()
  })
  return { rank, count, vectors }
}
