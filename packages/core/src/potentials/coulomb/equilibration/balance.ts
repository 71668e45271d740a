import { Failure } from "../../../failure/failure.ts"
import { cholesky, solveCholesky } from "../../../linalg/factorisations/cholesky.ts"

/** The charges at which Σ χ q + ½ qᵀ A q is least among those of a given sum, and how they change. */
export interface Balance {
  readonly charges: Float64Array
  /** The change −A⁻¹(b + λ) of the charges when the gradient changes by b, of sum zero. */
  respond(b: Float64Array): Float64Array
}

/**
 * Solves for the charges.
 *
 * Only charges that add up to zero count, for which a constant added to all of A changes nothing: with it, A is positive definite also
 * where the energy of a charged crystal, which its background makes, is not.
 *
 * @param A symmetric, `[n × n]`
 * @throws Failure where no charges are least.
 */
export function balance(A: Float64Array, chi: Float64Array, s: number): Balance {
  const n = chi.length
  const raise = Array.from(chi.keys()).reduce((total, i) => total + Math.abs(A[i * n + i]), 0) / n
  const factor = cholesky(
    A.map((value) => value + raise),
    n,
  )
  if (!factor.ok) {
    throw new Failure(`charges of structure ${s} (counted from 0) run away: the energy has no least value in them`, {
      advice: "raise the lower bounds of hardness and width",
    })
  }
  const uniform = solveCholesky(factor.L, n, new Float64Array(n).fill(1))
  const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0)
  const respond = (b: Float64Array): Float64Array => {
    const free = solveCholesky(factor.L, n, b)
    const shift = sum(free) / sum(uniform)
    return free.map((value, i) => shift * uniform[i] - value)
  }
  return { charges: respond(chi), respond }
}
