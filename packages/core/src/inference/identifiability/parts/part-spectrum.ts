import { timesTranspose, transposeTimesUpper } from "../../../linalg/dense/symmetric-products.ts"
import { svd } from "../../../linalg/factorisations/svd.ts"
import { symmetricEigenvalues } from "../../../linalg/factorisations/symmetric-eigenvalues.ts"
import { scaleColumns } from "../../../linalg/triangle/change-columns.ts"
import { factorOf, type Triangle } from "../../../linalg/triangle/triangle.ts"

/** Parameters up to which eigenvalues come from singular values, which have twice the digits; beyond it that takes seconds. */
export const FEW_PARAMETERS = 300

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
  if (n <= FEW_PARAMETERS) return singularSpectrum(svd(R, n, n).values)
  const height = lastRow(R, n)
  const values = new Float64Array(n)
  // What few rows say, R Rᵀ says as well as RᵀR.
  values.set(
    2 * height < n
      ? symmetricEigenvalues(timesTranspose(R.subarray(0, height * n), height, n), height)
      : symmetricEigenvalues(transposeTimesUpper(R, n, n, n), n),
  )
  return spectrumOf(values, n * Number.EPSILON)
}

/** Rows of a triangle up to the last that is not zero. */
function lastRow(R: Float64Array, n: number): number {
  let at = R.length - 1
  while (at >= 0 && R[at] === 0) at--
  return Math.floor(at / n) + 1
}

/** The same from the singular values of J in these units, where they are there. */
export function singularSpectrum(singularValues: Float64Array): PartSpectrum {
  const n = singularValues.length
  return spectrumOf(
    singularValues.map((value) => value * value),
    (n * Number.EPSILON) ** 2,
  )
}

function spectrumOf(values: Float64Array, resolution: number): PartSpectrum {
  const eigenvalues = Array.from(values, (value) => (value > resolution * values[0] ? value : 0))
  const rank = eigenvalues.filter((value) => value > 0).length
  return { eigenvalues, rank, decades: rank > 0 ? Math.log10(eigenvalues[0] / eigenvalues[rank - 1]) : 0, resolution }
}
