import { kernels } from "../../kernels/kernels.ts"
import { cholesky } from "../../linalg/factorisations/cholesky.ts"
import { blockAt, transposed } from "../../linalg/dense/backend.ts"
import { dense } from "../../linalg/dense/dense.ts"
import { kernelCopy } from "../../linalg/dense/kernel-arrays.ts"
import { invertUpper } from "../../linalg/triangle/solve-triangular.ts"

/**
 * R′ with R′ᵀR′ = RᵀR − TᵀT: what is left of upper triangular R, row-major `[n × n]`, once the rows T `[m × n]` that went into it are taken
 * out again. With X = T R⁻¹ it is Lᵀ R, L Lᵀ = 1 − XᵀX, so it is as exact as what is left is well determined: each row must leave
 * something behind, as a prior does. `undefined` where it does not.
 *
 * Source: Golub & Van Loan, Matrix Computations, 4th ed., §6.5.4.
 *
 * @param inverse R⁻¹, where the caller has it
 */
export function downdate(
  R: Float64Array,
  n: number,
  T: Float64Array,
  m: number,
  inverse: Float64Array = invertUpper(R, n, n),
): Float64Array | undefined {
  const { heap } = kernels()
  return heap.scope(() => {
    const X = heap.f64(m * n)
    dense().multiply(m, n, n, 1, blockAt(kernelCopy(T.subarray(0, m * n)), n), blockAt(kernelCopy(inverse), n), blockAt(X, n))
    const rest = heap.f64(n * n)
    for (let k = 0; k < n; k++) rest[k * (n + 1)] = 1
    dense().multiply(n, n, m, -1, transposed(blockAt(X, n)), blockAt(X, n), blockAt(rest, n))
    const factorised = cholesky(rest, n)
    if (!factorised.ok) return undefined
    const product = heap.f64(n * n)
    dense().multiply(n, n, n, 1, transposed(blockAt(kernelCopy(factorised.L), n)), blockAt(kernelCopy(R), n), blockAt(product, n))
    // Below the diagonal there is rounding only.
    const triangle = product.slice()
    for (let i = 1; i < n; i++) triangle.fill(0, i * n, i * n + i)
    return triangle
  })
}
