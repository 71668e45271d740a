import type { ParameterLayout } from "../parameters.ts"
import { splineBasis } from "./basis.ts"
import { piecewiseFunction, type SplineFunction } from "./piecewise.ts"
import { linearParameter, type Quantity } from "./quantity.ts"
import { increasing } from "./spline.ts"

/** Of a B-spline. */
export interface BSplineOptions {
  /** At least 3, increasing. */
  readonly knots: ArrayLike<number>
  readonly order: "cubic" | "quintic"
  /** `zero`: f and all its continuous derivatives vanish at the last knot, and f beyond it. */
  readonly end?: "free" | "zero"
  /** Starting coefficients; 0 where absent. */
  readonly values?: ArrayLike<number>
  readonly quantity?: Quantity
}

/**
 * f(x) = Σ_k θ_k N_k(x) in B-splines of degree p = 3 or 5: each parameter `coefficient0`, … reaches p + 1 intervals only, so the
 * design matrix is banded where that of an interpolating spline is full. `roughness` holds the rows of ∫ f″² for a penalty.
 *
 * @throws Failure for fewer than 3 knots, or knots that do not increase.
 */
export function bSplineFunction(options: BSplineOptions): SplineFunction {
  const { order, end = "free", values, quantity } = options
  const knots = increasing(options.knots, 3)
  const degree = order === "cubic" ? 3 : 5
  const basis = splineBasis(knots, degree)
  // With p-fold end knots the m-th derivative at the end involves the last m + 1 coefficients only.
  const count = end === "zero" ? basis.size - degree : basis.size
  const layout: ParameterLayout = Object.freeze(
    Array.from({ length: count }, (_, k) =>
      linearParameter(`coefficient${k}`, values?.[k] ?? 0, quantity, 0, (what) => `coefficient of B-spline ${k} of the ${what}`),
    ),
  )
  const map = new Float64Array(basis.size * count)
  for (let k = 0; k < count; k++) map[k * count + k] = 1
  return piecewiseFunction(basis, map, layout, end === "zero" ? knots[knots.length - 1] : Number.POSITIVE_INFINITY)
}
