import { factoriseScaled } from "../factorise-scaled.ts"
import { addLower, suspiciousPivot } from "../normal-equations.ts"
import { addPenaltyGradient, addPenaltyMatrix, type PenaltyForm } from "../penalty-form.ts"
import type { FoldedProperty } from "./folded-forms.ts"

/**
 * The solution of all folds but some, and the inverse of its matrix as a function; null where that is singular, and
 * not `determined` where it nearly is. n³/3 flops.
 *
 * @param multipliers by property: factor on its σ; @param alphas by penalty
 */
export function solveWithout(
  properties: readonly FoldedProperty[],
  forms: readonly PenaltyForm[],
  multipliers: Float64Array,
  alphas: Float64Array,
  leftOut: readonly number[],
): { readonly x: Float64Array; solve(b: Float64Array): Float64Array; readonly determined: boolean } | null {
  const n = properties[0].total.n
  const A = new Float64Array(n * n)
  const half = new Float64Array(n)
  const zero = new Float64Array(n)
  properties.forEach(({ total, folds }, p) => {
    const weight = multipliers[p] ** -2
    addLower(total.matrix, weight, A, n)
    for (let i = 0; i < n; i++) half[i] -= weight * total.vector[i]
    for (const k of leftOut) {
      const fold = folds[k]
      if (!fold) continue
      addLower(fold.held.matrix, -weight * fold.heldWeight, A, n)
      for (let i = 0; i < n; i++) half[i] += weight * fold.heldWeight * fold.held.vector[i]
    }
  })
  forms.forEach((form, q) => {
    if (alphas[q] === 0) return
    addPenaltyMatrix(form, alphas[q], A, n)
    addPenaltyGradient(form, zero, -alphas[q], half)
  })
  const factor = factoriseScaled(A, n)
  return factor && { x: factor.solve(half), solve: factor.solve, determined: factor.weakestPivot > suspiciousPivot(n) }
}
