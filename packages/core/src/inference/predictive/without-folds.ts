import { cholesky, solveCholesky } from "../../linalg/factorisations/cholesky.ts"
import { symmetricEigen } from "../../linalg/factorisations/symmetric-eigen.ts"

/** Directions of which a fold is all that is known beside this much of it are left where they are. */
const ALONE = 1e-9

/** Pivots of 1 − G above this leave no direction so little known. */
const PLAINLY = 1e-6

/**
 * Where the parameters go when a part of the data is left out, in units of their covariance factor, in which the information of everything
 * is the identity: with the rows `[u | r]` of that part, weighed,
 *
 *     z = (1 − G)⁻¹ g     G = Σ u uᵀ     g = Σ u r
 *
 * Exact for a model that is linear at given σ and priors, one Newton step for others.
 *
 * @param gram G, row-major `[rank × rank]`; @param pull g, `[rank]`
 */
export function solutionWithout(gram: Float64Array, pull: Float64Array): Float64Array {
  const rank = pull.length
  const left = gram.map((value, at) => (at % (rank + 1) === 0 ? 1 : 0) - value)
  const factorised = cholesky(left, rank)
  if (factorised.ok && pivotsOf(factorised.L, rank).every((pivot) => pivot > PLAINLY)) return solveCholesky(factorised.L, rank, pull)
  return withoutUnknown(gram, pull)
}

function pivotsOf(L: Float64Array, rank: number): readonly number[] {
  return Array.from({ length: rank }, (_, k) => L[k * (rank + 1)] ** 2)
}

/** The same where some directions are left to that part alone. */
function withoutUnknown(gram: Float64Array, pull: Float64Array): Float64Array {
  const rank = pull.length
  const { values, vectors } = symmetricEigen(gram, rank)
  const z = new Float64Array(rank)
  for (let k = 0; k < rank; k++) {
    const left = 1 - values[k]
    if (left < ALONE) continue
    let part = 0
    for (let i = 0; i < rank; i++) part += vectors[i * rank + k] * pull[i]
    part /= left
    for (let i = 0; i < rank; i++) z[i] += vectors[i * rank + k] * part
  }
  return z
}
