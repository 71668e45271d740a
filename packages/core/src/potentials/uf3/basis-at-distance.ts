import { polynomialDerivative, type SplineBasis } from "../functions/basis.ts"

/** The `derivative`-th derivative of every B-spline at r, `[size]`; zeros outside the knots. */
export function basisAtDistance({ knots, degree, size, polynomials }: SplineBasis, r: number, derivative = 0): Float64Array {
  const values = new Float64Array(size)
  const last = knots.length - 1
  if (r < knots[0] || r >= knots[last]) return values
  const j = knots.findLastIndex((knot) => knot <= r)
  const order = degree + 1
  for (let b = 0; b < order; b++) {
    const at = (j * order + b) * order
    values[j + b] = polynomialDerivative(polynomials.subarray(at, at + order), r - knots[j], derivative)
  }
  return values
}
