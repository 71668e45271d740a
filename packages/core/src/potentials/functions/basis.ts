/**
 * B-spline basis of a polynomial degree p on breakpoints x₀ < … < x_I with p-fold ends (open knot vector): I + p functions, of which
 * basis functions j … j + p are non-zero on interval j (C. de Boor, A Practical Guide to Splines, doi:10.1007/978-1-4612-6333-3).
 */
export interface SplineBasis {
  readonly knots: Float64Array
  readonly degree: number
  /** I + p */
  readonly size: number
  /** `[I][p + 1 functions][p + 1 powers]`: coefficients in powers of `x − x_j`. */
  readonly polynomials: Float64Array
}

/** Builds the basis from the Cox–de Boor recurrence, carried out on polynomials. */
export function splineBasis(knots: ArrayLike<number>, degree: number): SplineBasis {
  const breakpoints = Float64Array.from(knots)
  const intervals = breakpoints.length - 1
  const order = degree + 1
  const polynomials = new Float64Array(intervals * order * order)
  for (let j = 0; j < intervals; j++) polynomials.set(basisOnInterval(breakpoints, degree, j), j * order * order)
  return { knots: breakpoints, degree, size: intervals + degree, polynomials }
}

/** The `derivative`-th derivative of every basis function at breakpoint `knot`, `[size]`. */
export function basisAtKnot(basis: SplineBasis, knot: number, derivative: number): Float64Array {
  const last = basis.knots.length - 2
  const j = Math.min(knot, last)
  return basisAt(basis, j, basis.knots[knot] - basis.knots[j], derivative)
}

/** The `derivative`-th derivative of every basis function at distance `u` from the left end of interval `j`, `[size]`. */
function basisAt(basis: SplineBasis, j: number, u: number, derivative: number): Float64Array {
  const order = basis.degree + 1
  const row = new Float64Array(basis.size)
  for (let b = 0; b < order; b++) {
    const at = (j * order + b) * order
    row[j + b] = polynomialDerivative(basis.polynomials.subarray(at, at + order), u, derivative)
  }
  return row
}

/** The `derivative`-th derivative at `u` of the polynomial Σ c_q u^q. */
export function polynomialDerivative(coefficients: Float64Array, u: number, derivative: number): number {
  let sum = 0
  for (let q = coefficients.length - 1; q >= derivative; q--) {
    let factor = coefficients[q]
    for (let d = 0; d < derivative; d++) factor *= q - d
    sum = sum * u + factor
  }
  return sum
}

function basisOnInterval(breakpoints: Float64Array, degree: number, j: number): Float64Array {
  const order = degree + 1
  const last = breakpoints.length - 1
  const origin = breakpoints[j]
  // t(i) is knot i of the open knot vector; interval j lies between t(j + p) and t(j + p + 1).
  const t = (i: number): number => breakpoints[Math.min(Math.max(i - degree, 0), last)]
  let functions: Float64Array[] = Array.from({ length: order }, () => new Float64Array(order))
  functions[degree][0] = 1
  for (let d = 1; d <= degree; d++) {
    const next = Array.from({ length: order }, () => new Float64Array(order))
    for (let b = degree - d; b < order; b++) {
      const i = j + b
      addRamp(next[b], functions[b], origin - t(i), 1, t(i + d) - t(i))
      if (b < degree) addRamp(next[b], functions[b + 1], t(i + d + 1) - origin, -1, t(i + d + 1) - t(i + 1))
    }
    functions = next
  }
  const flat = new Float64Array(order * order)
  functions.forEach((f, b) => flat.set(f, b * order))
  return flat
}

/** `target += (constant + slope u) / width × source`; a ramp over an empty width counts as zero. */
function addRamp(target: Float64Array, source: Float64Array, constant: number, slope: number, width: number): void {
  if (width <= 0) return
  for (let q = 0; q < source.length; q++) {
    if (source[q] === 0) continue
    target[q] += (constant * source[q]) / width
    target[q + 1] += (slope * source[q]) / width
  }
}
