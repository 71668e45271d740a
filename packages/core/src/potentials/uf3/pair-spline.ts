import { splineBasis } from "../functions/basis.ts"
import { piecewiseFunction, type SplineFunction } from "../functions/piecewise.ts"
import { linearParameter } from "../functions/quantity.ts"
import { increasing } from "../functions/spline.ts"
import type { Parameter } from "../parameters.ts"
import type { Uf3PairSpec } from "./uf3-spec.ts"

const quantity = { name: "pair energy", unit: "eV", argument: "Å" }

/**
 * V₂(r) = Σ_k c_k B_k(r) in cubic B-splines; zero from the last knot on. The first `core` coefficients are fixed, the last `trailing` zero
 * and no parameters.
 *
 * @throws Failure for knots that do not increase.
 */
export function pairSpline({ knots, trailing, core, coefficients }: Uf3PairSpec): SplineFunction {
  const basis = splineBasis(increasing(knots, 5), 3)
  const count = basis.size - trailing
  const parameters = Array.from({ length: count }, (_, k): Parameter => {
    const free = linearParameter(
      `coefficient${k}`,
      coefficients?.[k] ?? 0,
      quantity,
      0,
      (what) => `coefficient of B-spline ${k} of the ${what}`,
    )
    return k < core ? Object.freeze({ ...free, fixed: true }) : free
  })
  const map = new Float64Array(basis.size * count)
  for (let k = 0; k < count; k++) map[k * count + k] = 1
  return piecewiseFunction(basis, map, Object.freeze(parameters), basis.knots[basis.knots.length - 1])
}
