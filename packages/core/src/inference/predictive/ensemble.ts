import { normals, seedRandom } from "../../random/random.ts"
import { drawFromBox, type PointwiseBox } from "../pops/pointwise-box.ts"
import type { RowBasis } from "./row-basis.ts"
import type { UncertaintyModel } from "./uncertainty-model.ts"

/**
 * Parameters of potential and baseline z units of the covariance factor B away from the fit, to first order in parameters that are fitted
 * through their logarithm: `θ_k + (∂θ_k/∂column) Σ_l B_kl z_l`.
 *
 * @param z `[rank]`
 */
export function parametersAt({ setup: { theta, columns, scales }, rank, factor }: RowBasis, z: ArrayLike<number>): Float64Array {
  return theta.map((value, k) => {
    const first = columns[k] * rank
    let step = 0
    if (first >= 0) for (let l = 0; l < rank; l++) step += factor[first + l] * z[l]
    return value + scales[k] * step
  })
}

/**
 * Parameters drawn uniformly from a box of pointwise optimal ones, `[count]`: whatever is computed with each of them, such as an elastic
 * constant, has an error bar in the spread of the results. The same for the same seed.
 */
export function pointwiseEnsemble(basis: RowBasis, box: PointwiseBox, count: number, seed: number): Float64Array[] {
  return fromColumns(basis, drawFromBox(box, count, seed), count)
}

/** Parameters drawn from the posterior: normal about the fit, of its covariance. */
export function posteriorEnsemble(basis: RowBasis, count: number, seed: number): Float64Array[] {
  return Array.from({ length: count }, (_, member) => {
    const z = new Float64Array(basis.rank)
    normals(seedRandom(seed, POSTERIOR_STREAM + member), z)
    return parametersAt(basis, z)
  })
}

/** Members of the committee: the fit with structures weighed anew. */
export function committeeEnsemble(basis: RowBasis, { committee, members }: UncertaintyModel): Float64Array[] {
  return fromColumns(basis, committee, members)
}

function fromColumns(basis: RowBasis, columns: Float64Array, count: number): Float64Array[] {
  return Array.from({ length: count }, (_, member) =>
    parametersAt(
      basis,
      Float64Array.from({ length: basis.rank }, (_entry, l) => columns[l * count + member]),
    ),
  )
}

/** Random streams from here on belong to draws from a posterior. */
const POSTERIOR_STREAM = 4_000_000_000
