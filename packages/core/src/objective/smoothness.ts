import { SpecFailure } from "../failure/failure.ts"
import type { PotentialFunction, WithFunctions } from "../potentials/functions/potential-function.ts"
import type { SplineFunction } from "../potentials/functions/piecewise.ts"
import type { RadialFunction } from "../potentials/functions/radial.ts"
import type { Potential } from "../potentials/potential.ts"
import type { PriorRow } from "./prior.ts"

/** By role of a function (`pair`, `density`, `embedding`): λ of the penalty ½ λ ∫ f″(x)² dx on its splines; 0 for none. */
type RoleSmoothness = { readonly [role in PotentialFunction["role"]]?: number | undefined }

/** How splines are kept smooth. */
export interface Smoothness extends RoleSmoothness {
  /**
   * λ of ½ λ ∫ (f″ − s″)² dx on pair splines that have no λ of their own, with s the function at the start values: too weak to be felt
   * beside data, it decides where there are none.
   */
  readonly anchor?: number | undefined
}

/**
 * The rows of the penalties ½ λ ∫ f″² and ½ λ ∫ (f″ − s″)² on the spline functions of a potential.
 * @throws SpecFailure for a role that no spline of the potential has.
 */
export function createSmoothnessRows(potential: Potential, { anchor = 0, ...roles }: Smoothness): PriorRow[] {
  const splines = showsFunctions(potential) ? potential.functions.filter(({ radial }) => isSpline(radial)) : []
  const rows = (own: readonly PotentialFunction[], lambda: number) =>
    own.flatMap(({ radial, offset }) => (isSpline(radial) ? rowsOf(radial, offset, lambda) : []))
  const smoothed = Object.entries(roles).flatMap(([role, lambda]) => {
    if (lambda === undefined || lambda === 0) return []
    const own = splines.filter((one) => one.role === role)
    if (own.length > 0) return rows(own, lambda)
    const advice = `splines of this potential: ${splines.map(({ name }) => name).join(", ") || "none"}`
    throw new SpecFailure(`the potential has no ${role} spline that could be smoothed`, { path: ["smoothness", role], advice })
  })
  if (anchor === 0 || roles.pair !== undefined) return smoothed
  const pairs = rows(
    splines.filter(({ role }) => role === "pair"),
    anchor,
  )
  return [...smoothed, ...pairs.map((row) => ({ ...row, mean: atStart(row, potential) }))]
}

function atStart({ parameters, coefficients }: PriorRow, potential: Potential): number {
  return parameters.reduce((sum, k, at) => sum + coefficients[at] * potential.parameters[k].value, 0)
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
