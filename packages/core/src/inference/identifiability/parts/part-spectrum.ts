import { transposeTimesUpper } from "../../../linalg/dense/symmetric-products.ts"
import { svd } from "../../../linalg/factorisations/svd.ts"
import { symmetricEigen } from "../../../linalg/factorisations/symmetric-eigen.ts"
import { scaleColumns } from "../../../linalg/triangle/change-columns.ts"
import { factorOf, type Triangle } from "../../../linalg/triangle/triangle.ts"

/** Parameters up to which eigenvalues come from singular values, which have twice the digits; beyond it that takes seconds. */
const FEW = 300

/** Eigenvalues of the information `D JᵀJ D`. */
export interface PartSpectrum {
  /** Falling, `[n]`; zero where they are no more than rounding. */
  readonly eigenvalues: readonly number[]
  readonly rank: number
  /** Powers of ten from the largest to the smallest that is not rounding. */
  readonly decades: number
  /** Below this part of the largest, eigenvalues are rounding. */
  readonly resolution: number
}

/** The spectrum of what a triangle says, each parameter in units of its `scale`, `[n]`. */
export function partSpectrum(triangle: Triangle, scale: Float64Array): PartSpectrum {
  const { n } = triangle
  const R = factorOf(scaleColumns(triangle, scale))
  const few = n <= FEW
  const resolution = few ? (n * Number.EPSILON) ** 2 : n * Number.EPSILON
  const values = few
    ? svd(R, n, n).values.map((value) => value * value)
    : descending(symmetricEigen(transposeTimesUpper(R, n, n, n), n).values)
  const eigenvalues = Array.from(values, (value) => (value > resolution * values[0] ? value : 0))
  const rank = eigenvalues.filter((value) => value > 0).length
  return { eigenvalues, rank, decades: rank > 0 ? Math.log10(eigenvalues[0] / eigenvalues[rank - 1]) : 0, resolution }
}

function descending(values: Float64Array): Float64Array {
  return values.slice().sort((a, b) => b - a)
}
