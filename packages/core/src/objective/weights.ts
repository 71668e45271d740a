import type { Property } from "../observables/property.ts"
import { classKey, type DataClass } from "./data-class.ts"
import type { SigmaPool } from "./sigma.ts"

/**
 * How the sums of the properties p = energy, forces, stress are put together; Δ is prediction − reference, w the weight of the
 * configuration, M_p the number of data of p, n_k the atoms of the structure that datum k belongs to.
 *
 *     likelihood   L = ½ Σ_p           Σ_k     w_k (Δ_k/σ_p)²     every datum counts; the maximum of the likelihood
 *     balanced     L = ½ Σ_p (1/M_p)   Σ_k     w_k (Δ_k/σ_p)²     the composite loss Σ_p MSE_p / (2σ_p²)
 *     atoms        L = ½ Σ_p (1/A_p)   Σ_k n_k w_k (Δ_k/σ_p)²     energies and stresses count once for each atom
 *
 * with A_p = Σ_k n_k over the data of p; for forces n_k = 1, so A = M. With several σ per property each datum has that of its class.
 */
export type Normalisation = "likelihood" | "balanced" | "atoms"

/**
 * By class key: the factor `1/(σ √D_p)` by which unit-σ residuals are multiplied, D_p = 1, M_p or A_p. `sigmas` has one value
 * per pool.
 */
export function classFactors(
  classes: readonly DataClass[],
  pools: readonly SigmaPool[],
  sigmas: ArrayLike<number>,
  normalisation: Normalisation,
): Map<string, number> {
  const sigmaOf = new Map<string, number>()
  pools.forEach((pool, k) => pool.classes.forEach((key) => sigmaOf.set(key, sigmas[k])))
  const denominator = (property: Property): number => {
    if (normalisation === "likelihood") return 1
    const same = classes.filter((entry) => entry.property === property)
    return same.reduce((sum, { count, atoms }) => sum + (normalisation === "balanced" ? count : atoms), 0)
  }
  return new Map(
    classes.map(({ group, property }) => {
      const key = classKey(group, property)
      return [key, 1 / (sigmaOf.get(key)! * Math.sqrt(denominator(property)))]
    }),
  )
}
