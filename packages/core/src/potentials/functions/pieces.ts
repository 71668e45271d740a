import { polynomialDerivative, type SplineBasis } from "./basis.ts"

/** Gauss–Legendre points and weights on [−1, 1], exact for f″² of a cubic (2 points) and of a quintic (4 points). */
const gauss = {
  3: [
    [-0.5773502691896257, 1],
    [0.5773502691896257, 1],
  ],
  5: [
    [-0.8611363115940526, 0.3478548451374538],
    [-0.3399810435848563, 0.6521451548625461],
    [0.3399810435848563, 0.6521451548625461],
    [0.8611363115940526, 0.3478548451374538],
  ],
} as const

/** The polynomials of one interval: parameter `first + k` contributes `coefficients[k × (p + 1) + q] (x − origin)^q`. */
export interface Piece {
  readonly origin: number
  readonly first: number
  readonly count: number
  readonly coefficients: Float64Array
}

/** The polynomials of every parameter below the knots, between them, and beyond, in that order. */
export function parameterPieces(basis: SplineBasis, map: Float64Array, count: number, end: number): readonly Piece[] {
  const { knots, degree, polynomials } = basis
  const order = degree + 1
  const last = knots.length - 2
  const inside: Float64Array[] = []
  for (let j = 0; j <= last; j++) {
    const dense = new Float64Array(count * order)
    for (let b = 0; b < order; b++) {
      for (let k = 0; k < count; k++) {
        const weight = map[(j + b) * count + k]
        if (weight === 0) continue
        for (let q = 0; q < order; q++) dense[k * order + q] += weight * polynomials[(j * order + b) * order + q]
      }
    }
    inside.push(dense)
  }
  const before = continued(inside[0], order, 0)
  const after = Number.isFinite(end) ? new Float64Array(count * order) : continued(inside[last], order, knots[last + 1] - knots[last])
  const origins = [knots[0], ...knots]
  return [before, ...inside, after].map((dense, row) => compact(dense, order, origins[row]))
}

/** Taylor polynomials of degree p − 1 at distance `u` from the origin of `dense`. */
function continued(dense: Float64Array, order: number, u: number): Float64Array {
  const result = new Float64Array(dense.length)
  for (let at = 0; at < dense.length; at += order) {
    let factorial = 1
    for (let q = 0; q < order - 1; q++) {
      result[at + q] = polynomialDerivative(dense.subarray(at, at + order), u, q) / factorial
      factorial *= q + 1
    }
  }
  return result
}

function compact(dense: Float64Array, order: number, origin: number): Piece {
  const first = Math.floor(
    Math.max(
      0,
      dense.findIndex((c) => c !== 0),
    ) / order,
  )
  const behind = dense.findLastIndex((c) => c !== 0)
  const count = behind < 0 ? 0 : Math.floor(behind / order) - first + 1
  return { origin, first, count, coefficients: dense.slice(first * order, (first + count) * order) }
}

/** Rows whose squared sum over θ is ∫ f″² between the first and the last knot, by Gauss–Legendre points, `[rows × count]`. */
export function roughnessRows(basis: SplineBasis, pieces: readonly Piece[], count: number): Float64Array {
  const order = basis.degree + 1
  const points = basis.degree === 3 ? gauss[3] : gauss[5]
  const intervals = basis.knots.length - 1
  const rows = new Float64Array(intervals * points.length * count)
  for (let j = 0; j < intervals; j++) {
    const half = (basis.knots[j + 1] - basis.knots[j]) / 2
    const piece = pieces[j + 1]
    points.forEach(([at, weight], g) => {
      for (let k = 0; k < piece.count; k++) {
        const polynomial = piece.coefficients.subarray(k * order, (k + 1) * order)
        const curvature = polynomialDerivative(polynomial, half * (1 + at), 2)
        rows[(j * points.length + g) * count + piece.first + k] = Math.sqrt(weight * half) * curvature
      }
    })
  }
  return rows
}
