import type { SplineBasis } from "./basis.ts"
import { parameterPieces, roughnessRows, type Piece } from "./pieces.ts"
import type { RadialFunction, RadialJacobian } from "./radial.ts"
import type { ParameterLayout } from "../parameters.ts"

/** A function of one variable that is a polynomial of degree 3 or 5 between knots, with coefficients linear in its parameters. */
export interface SplineFunction extends RadialFunction {
  readonly knots: readonly number[]
  /** `[rows × K]`, row-major: `‖roughness · θ‖² = ∫ f″(x)² dx` between the first and the last knot, exactly. */
  readonly roughness: Float64Array
}

/**
 * Makes a spline function whose basis coefficients are `map · θ`, with `map` `[basis.size × K]` row-major. Evaluation finds the
 * interval in a table and costs the same for any number of knots; ∂f/∂θ_k costs one polynomial for each parameter that reaches
 * the interval.
 *
 * Beyond the first knot, and beyond the last one when `end` is infinite, the function goes on as its own Taylor polynomial of degree
 * p − 1, so that all its continuous derivatives stay so. When `end` is the last knot it is zero from there on.
 */
export function piecewiseFunction(basis: SplineBasis, map: Float64Array, parameters: ParameterLayout, end: number): SplineFunction {
  const { knots, degree } = basis
  const count = parameters.length
  const pieces = parameterPieces(basis, map, count, end)
  const find = intervalFinder(knots)
  const evaluateTable = degree === 3 ? evaluateCubic : evaluateQuintic
  const tabulate = tabulator(pieces, count, degree)
  return Object.freeze({
    parameters,
    end,
    knots: Object.freeze([...knots]),
    roughness: roughnessRows(basis, pieces, count),
    evaluate(n: number, x: Float64Array, theta: Float64Array, f: Float64Array, df: Float64Array): void {
      evaluateTable(n, x, tabulate(theta), find, f, df)
    },
    jacobian(n: number, x: Float64Array, theta: Float64Array, out: RadialJacobian): void {
      evaluateTable(n, x, tabulate(theta), find, out.f, out.df)
      curvatures(n, x, tabulate(theta), degree, find, out.d2f)
      out.fk.fill(0, 0, n * count)
      out.dfk.fill(0, 0, n * count)
      const { fk, dfk } = out
      if (degree === 3) for (let i = 0; i < n; i++) cubicDerivatives(i, n, x[i], pieces[find(x[i])], fk, dfk)
      else for (let i = 0; i < n; i++) parameterDerivatives(i, n, x[i], pieces[find(x[i])], degree, fk, dfk)
    },
  })
}

/** A function that gives the row of x: 0 below the first knot, j + 1 in interval j, and the number of knots from the last one on. */
function intervalFinder(knots: Float64Array): (x: number) => number {
  const last = knots.length - 1
  const [start, end] = [knots[0], knots[last]]
  const buckets = 4 * last
  const scale = buckets / (end - start)
  const first = new Uint16Array(buckets + 1)
  for (let b = 0, j = 0; b <= buckets; b++) {
    // One bucket early, so that rounding never starts the search too far right.
    while (j < last - 1 && start + (b - 1) / scale >= knots[j + 1]) j++
    first[b] = j
  }
  return (x) => {
    if (!(x >= start)) return 0
    if (x >= end) return last + 1
    let j = first[((x - start) * scale) | 0]
    while (x >= knots[j + 1]) j++
    return j + 1
  }
}

/** Per row, the origin and the coefficients of the polynomial at θ; kept until θ changes, since callers come in short batches. */
function tabulator(pieces: readonly Piece[], count: number, degree: number): (theta: Float64Array) => Float64Array {
  const order = degree + 1
  const stride = order + 1
  const table = new Float64Array(pieces.length * stride)
  const known = new Float64Array(count).fill(Number.NaN)
  const same = (theta: Float64Array): boolean => {
    for (let k = 0; k < count; k++) if (known[k] !== theta[k]) return false
    return true
  }
  return (theta) => {
    if (same(theta)) return table
    for (let k = 0; k < count; k++) known[k] = theta[k]
    table.fill(0)
    pieces.forEach(({ origin, first, count, coefficients }, row) => {
      const at = row * stride
      table[at] = origin
      for (let k = 0; k < count; k++) {
        for (let q = 0; q < order; q++) table[at + 1 + q] += theta[first + k] * coefficients[k * order + q]
      }
    })
    return table
  }
}

type Finder = (x: number) => number

function evaluateCubic(n: number, x: Float64Array, c: Float64Array, find: Finder, f: Float64Array, df: Float64Array): void {
  for (let i = 0; i < n; i++) {
    const at = 5 * find(x[i])
    const u = x[i] - c[at]
    const c1 = c[at + 2]
    const c2 = c[at + 3]
    const c3 = c[at + 4]
    f[i] = c[at + 1] + u * (c1 + u * (c2 + u * c3))
    df[i] = c1 + u * (2 * c2 + u * 3 * c3)
  }
}

function evaluateQuintic(n: number, x: Float64Array, c: Float64Array, find: Finder, f: Float64Array, df: Float64Array): void {
  for (let i = 0; i < n; i++) {
    const at = 7 * find(x[i])
    const u = x[i] - c[at]
    const c1 = c[at + 2]
    const c2 = c[at + 3]
    const c3 = c[at + 4]
    const c4 = c[at + 5]
    const c5 = c[at + 6]
    f[i] = c[at + 1] + u * (c1 + u * (c2 + u * (c3 + u * (c4 + u * c5))))
    df[i] = c1 + u * (2 * c2 + u * (3 * c3 + u * (4 * c4 + u * 5 * c5)))
  }
}

function curvatures(n: number, x: Float64Array, c: Float64Array, degree: number, find: Finder, d2f: Float64Array): void {
  const stride = degree + 2
  for (let i = 0; i < n; i++) {
    const at = stride * find(x[i])
    const u = x[i] - c[at]
    let sum = 0
    for (let q = degree; q >= 2; q--) sum = sum * u + q * (q - 1) * c[at + 1 + q]
    d2f[i] = sum
  }
}

/** What `parameterDerivatives` does, to the same bits, for polynomials of degree 3. */
function cubicDerivatives(i: number, n: number, x: number, piece: Piece, fk: Float64Array, dfk: Float64Array): void {
  const { count, coefficients } = piece
  const u = x - piece.origin
  for (let k = 0, at = 0, to = piece.first * n + i; k < count; k++, at += 4, to += n) {
    const c3 = coefficients[at + 3]
    const v2 = c3 * u + coefficients[at + 2]
    const v1 = v2 * u + coefficients[at + 1]
    fk[to] = v1 * u + coefficients[at]
    dfk[to] = (c3 * u + v2) * u + v1
  }
}

function parameterDerivatives(i: number, n: number, x: number, piece: Piece, degree: number, fk: Float64Array, dfk: Float64Array): void {
  const { origin, first, count, coefficients } = piece
  const u = x - origin
  for (let k = 0; k < count; k++) {
    const at = k * (degree + 1)
    let value = coefficients[at + degree]
    let slope = 0
    for (let q = degree - 1; q >= 0; q--) {
      slope = slope * u + value
      value = value * u + coefficients[at + q]
    }
    fk[(first + k) * n + i] = value
    dfk[(first + k) * n + i] = slope
  }
}
