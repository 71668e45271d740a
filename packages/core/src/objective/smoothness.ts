import { SpecFailure } from "../failure/failure.ts"
import type { PotentialFunction, WithFunctions } from "../potentials/functions/potential-function.ts"
import type { SplineFunction } from "../potentials/functions/piecewise.ts"
import type { RadialFunction } from "../potentials/functions/radial.ts"
import type { Potential } from "../potentials/potential.ts"
import type { PriorRow } from "./prior.ts"

/** By role of a function (`pair`, `density`, `embedding`): λ of the penalty ½ λ ∫ f″(x)² dx on its splines; 0 for none. */
export type Smoothness = { readonly [role in PotentialFunction["role"]]?: number | undefined }

/**
 * The rows of the penalties ½ λ ∫ f″² on the spline functions of a potential.
 * @throws SpecFailure for a role that no spline of the potential has.
 */
export function createSmoothnessRows(potential: Potential, smoothness: Smoothness): PriorRow[] {
  const splines = showsFunctions(potential) ? potential.functions.filter(({ radial }) => isSpline(radial)) : []
  return Object.entries(smoothness).flatMap(([role, lambda]) => {
    if (lambda === undefined || lambda === 0) return []
    const own = splines.filter((one) => one.role === role)
    if (own.length > 0) return own.flatMap(({ radial, offset }) => (isSpline(radial) ? rowsOf(radial, offset, lambda) : []))
    const advice = `splines of this potential: ${splines.map(({ name }) => name).join(", ") || "none"}`
    throw new SpecFailure(`the potential has no ${role} spline that could be smoothed`, { path: ["smoothness", role], advice })
  })
}

function rowsOf({ roughness, parameters }: SplineFunction, offset: number, lambda: number): PriorRow[] {
  const count = parameters.length
  return Array.from({ length: roughness.length / count }, (_, row) => ({
    parameters: parameters.map((_, k) => offset + k),
    coefficients: Array.from(roughness.subarray(row * count, (row + 1) * count)),
    mean: 0,
    sigma: 1 / Math.sqrt(lambda),
  }))
}

function showsFunctions(potential: Potential): potential is Potential & WithFunctions {
  return "functions" in potential
}

function isSpline(radial: RadialFunction): radial is SplineFunction {
  return "roughness" in radial
}
