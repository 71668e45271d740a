import { kernels } from "../../kernels/kernels.ts"
import { FEW_COLUMNS } from "../dense/kernel-arrays.ts"
import { evenUnit, tridiagonalForm } from "./symmetric-eigen.ts"
import { symmetricEigenPlainly } from "./symmetric-eigen-plainly.ts"

/**
 * Eigenvalues of a symmetric matrix, falling, without the eigenvectors, which are most of the work of `symmetricEigen`: tridiagonal form, then
 * implicit QL steps. To rounding of the largest value; NaN anywhere gives NaN everywhere.
 *
 * @param A row-major `[n × n]`, left as it was; only its upper triangle is read
 */
export function symmetricEigenvalues(A: Float64Array, n: number): Float64Array {
  if (n <= FEW_COLUMNS) return falling(symmetricEigenPlainly(A, n).values)
  const unit = evenUnit(A, n)
  if (unit === undefined) return new Float64Array(n).fill(NaN)
  const { heap } = kernels()
  return heap.scope(() => {
    const { diagonal, beside } = tridiagonalForm(A, n, unit)
    const values = diagonal.slice()
    tridiagonalValues(values, beside.slice())
    return falling(values.map((value) => value * unit))
  })
}

/**
 * Replaces the diagonal of a symmetric tridiagonal matrix by its eigenvalues, in no order.
 *
 * Source: Bowdler, Martin, Reinsch & Wilkinson, DOI 10.1007/BF02165404 (implicit QL with the shift of Wilkinson).
 * @param diagonal `[n]`; @param beside `[n]`, entry k right of the diagonal in row k, destroyed
 */
function tridiagonalValues(diagonal: Float64Array, beside: Float64Array): void {
  const n = diagonal.length
  if (n > 0) beside[n - 1] = 0
  for (let first = 0; first < n; first++) {
    for (;;) {
      let last = first
      while (last < n - 1 && !isNegligible(diagonal, beside, last)) last++
      if (last === first) break
      stepFromBelow(diagonal, beside, first, last)
    }
  }
}

function isNegligible(diagonal: Float64Array, beside: Float64Array, k: number): boolean {
  return !(Math.abs(beside[k]) > Number.EPSILON * (Math.abs(diagonal[k]) + Math.abs(diagonal[k + 1])))
}

/** One implicit QL step on rows `first … last`: rotations chase what the shift disturbs from the lower end to the upper. */
function stepFromBelow(diagonal: Float64Array, beside: Float64Array, first: number, last: number): void {
  const slope = (diagonal[first + 1] - diagonal[first]) / (2 * beside[first])
  const root = Math.hypot(slope, 1)
  const shift = diagonal[first] - beside[first] / (slope + (slope < 0 ? -root : root))
  let ahead = diagonal[last] - shift
  let [sine, cosine, carried] = [1, 1, 0]
  for (let k = last - 1; k >= first; k--) {
    const out = sine * beside[k]
    const kept = cosine * beside[k]
    // Entries are near 1: squares neither overflow nor matter where they vanish.
    const size = Math.sqrt(out * out + ahead * ahead)
    beside[k + 1] = size
    if (size === 0) {
      // The matrix falls apart here.
      diagonal[k + 1] -= carried
      beside[last] = 0
      return
    }
    sine = out / size
    cosine = ahead / size
    const base = diagonal[k + 1] - carried
    const turned = (diagonal[k] - base) * sine + 2 * cosine * kept
    carried = sine * turned
    diagonal[k + 1] = base + carried
    ahead = cosine * turned - kept
  }
  diagonal[first] -= carried
  beside[first] = ahead
  beside[last] = 0
}

function falling(values: Float64Array): Float64Array {
  return values.slice().sort((a, b) => b - a)
}
