import { Failure } from "../../failure/failure.ts"
import type { ParameterLayout } from "../parameters.ts"
import { basisAtKnot, splineBasis, type SplineBasis } from "./basis.ts"
import { solveColumns } from "./columns.ts"
import { piecewiseFunction, type SplineFunction } from "./piecewise.ts"
import { linearParameter, type Quantity } from "./quantity.ts"

/**
 * What an interpolating spline does at an end knot:
 * - `natural`: the least bending, f″ = 0 (cubic), f‴ = f⁗ = 0 (quintic);
 * - `flat`: f′ = 0 (and f‴ = 0, quintic);
 * - `slope`: f′ is a parameter (and f‴ = 0, quintic);
 * - `zero`: f = f′ = 0 (and f″ = 0, quintic), so that it joins the zero beyond a cutoff. The knot's value is then no parameter.
 */
export type SplineEnd = "natural" | "flat" | "slope" | "zero"

/** Of an interpolating spline. */
export interface SplineOptions {
  /** At least 3, increasing. */
  readonly knots: ArrayLike<number>
  readonly order: "cubic" | "quintic"
  /** `zero` is for `end` only. */
  readonly start?: Exclude<SplineEnd, "zero">
  readonly end?: SplineEnd
  /** Starting values at the knots (a value at a `zero` end is left out or ignored); 0 where absent. */
  readonly values?: ArrayLike<number>
  /** Unit and meaning of f, and the unit of x. */
  readonly quantity?: Quantity
}

/**
 * The spline of degree 3 (C²) or 5 (C⁴) through values at knots. The values are its parameters `knot0`, `knot1`, … (then `startSlope`,
 * `endSlope`), all linear: f(x) = Σ_k θ_k B_k(x), where B_k interpolates 1 at knot k and 0 at the others.
 *
 * @throws Failure for fewer than 3 knots, or knots that do not increase.
 */
export function splineFunction(options: SplineOptions): SplineFunction {
  const { order, start = "natural", end = "natural", values } = options
  const knots = increasing(options.knots, 3)
  const basis = splineBasis(knots, order === "cubic" ? 3 : 5)
  const layout = splineParameters(knots, start, end, values, options.quantity)
  const map = interpolationMap(basis, start, end, layout.length)
  return piecewiseFunction(basis, map, layout, end === "zero" ? knots[knots.length - 1] : Number.POSITIVE_INFINITY)
}

/** Copies knots, refusing what is no increasing sequence of at least `least` finite numbers. */
export function increasing(knots: ArrayLike<number>, least: number): Float64Array {
  const copy = Float64Array.from(knots)
  if (copy.length < least) throw new Failure(`a spline needs at least ${least} knots, here are ${copy.length}`)
  for (let j = 0; j < copy.length; j++) {
    if (!Number.isFinite(copy[j])) throw new Failure(`knot ${j} is ${copy[j]}, not a finite number`)
    if (j > 0 && copy[j] <= copy[j - 1]) {
      throw new Failure(`knot ${j} at ${copy[j]} does not lie beyond knot ${j - 1} at ${copy[j - 1]}`, {
        advice: "give the knots in increasing order",
      })
    }
  }
  return copy
}

function splineParameters(
  knots: Float64Array,
  start: SplineEnd,
  end: SplineEnd,
  values: ArrayLike<number> | undefined,
  quantity: Quantity | undefined,
): ParameterLayout {
  const count = end === "zero" ? knots.length - 1 : knots.length
  const layout = Array.from({ length: count }, (_, j) =>
    linearParameter(`knot${j}`, values?.[j] ?? 0, quantity, 0, (what) => `${what} at ${knots[j]}`),
  )
  if (start === "slope") layout.push(linearParameter("startSlope", 0, quantity, 1, (what) => `slope of the ${what} at ${knots[0]}`))
  if (end === "slope") layout.push(linearParameter("endSlope", 0, quantity, 1, (what) => `slope of the ${what} at ${knots[count - 1]}`))
  return Object.freeze(layout)
}

/** Which derivatives a condition fixes; the first one is a parameter when the condition is `slope`. */
function endDerivatives(condition: SplineEnd, degree: number): readonly number[] {
  if (degree === 3) return condition === "natural" ? [2] : [1]
  if (condition === "natural") return [3, 4]
  return condition === "zero" ? [1, 2] : [1, 3]
}

/** Basis coefficients as a linear map of the parameters, `[size × count]`, from interpolation and end conditions. */
function interpolationMap(basis: SplineBasis, start: SplineEnd, end: SplineEnd, count: number): Float64Array {
  const { size, degree, knots } = basis
  const last = knots.length - 1
  const matrix = new Float64Array(size * size)
  const right = new Float64Array(size * count)
  let row = 0
  let parameter = 0
  const demand = (knot: number, derivative: number, free: boolean): void => {
    // Scaled by the spacing, so that rows of different derivatives are of one size.
    const spacing = Math.max(knots[Math.min(knot + 1, last)] - knots[knot], knots[knot] - knots[Math.max(knot - 1, 0)])
    const scale = spacing ** derivative
    matrix.set(
      basisAtKnot(basis, knot, derivative).map((value) => value * scale),
      row * size,
    )
    if (free) right[row * count + parameter++] = scale
    row++
  }
  for (let knot = 0; knot <= last; knot++) demand(knot, 0, knot < last || end !== "zero")
  for (const derivative of endDerivatives(start, degree)) demand(0, derivative, start === "slope" && derivative === 1)
  for (const derivative of endDerivatives(end, degree)) demand(last, derivative, end === "slope" && derivative === 1)
  return solveColumns(matrix, right, size, count)
}
