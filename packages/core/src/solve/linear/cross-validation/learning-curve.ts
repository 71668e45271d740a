import { penaltyForm } from "../penalty-form.ts"
import { squareAfter } from "../normal-equations.ts"
import type { LinearSystem } from "../system.ts"
import { foldCount, foldedForms, propertiesOf } from "./folded-forms.ts"
import { solveWithout } from "./solve-without.ts"

/** Errors with part of the data. */
export interface LearningPoint {
  /** Folds that were trained on. */
  readonly folds: number
  /** Rows that were trained on, on average. */
  readonly rows: number
  /** Root mean square errors by property on the folds trained on, in the units of σ. */
  readonly training: Readonly<Record<string, number>>
  /** The same on a fold that was not. */
  readonly heldOut: Readonly<Record<string, number>>
}

/**
 * Errors against the amount of data: each fold is held out in turn, and the model trained on one, two, … of those that follow it. Weights
 * and strengths stay as given. Costs k (k − 1) Cholesky factorisations for k folds.
 *
 * @param sigmas by σ of the system; @param alphas by penalty; @param origin a solution nearby, `[n]`
 * @returns points from the first number of folds that determines all unknowns; none for a system of one fold
 */
export function learningCurve(system: LinearSystem, sigmas: Float64Array, alphas: Float64Array, origin: Float64Array): LearningPoint[] {
  const names = propertiesOf(system)
  const count = foldCount(system)
  const properties = foldedForms(system, sigmas, origin)
  const forms = system.penalties.map((penalty) => penaltyForm(penalty, origin))
  const ones = new Float64Array(names.length).fill(1)
  const points: LearningPoint[] = []
  for (let used = 1; used < count; used++) {
    const [trained, held] = [names.map(() => ({ square: 0, rows: 0 })), names.map(() => ({ square: 0, rows: 0 }))]
    let solvable = true
    for (let k = 0; k < count && solvable; k++) {
      const kept = Array.from({ length: used }, (_, i) => (k + 1 + i) % count)
      const leftOut = Array.from({ length: count }, (_, fold) => fold).filter((fold) => !kept.includes(fold))
      const solved = solveWithout(properties, forms, ones, alphas, leftOut)
      solvable = solved?.determined ?? false
      if (!solved || !solvable) break
      properties.forEach(({ folds }, p) => {
        for (const fold of [k, ...kept]) {
          const plain = folds[fold]?.plain
          if (!plain) continue
          const sum = (fold === k ? held : trained)[p]
          sum.square += squareAfter(plain, solved.x)
          sum.rows += plain.rows
        }
      })
    }
    if (!solvable) continue
    const errors = (sums: readonly { readonly square: number; readonly rows: number }[]) =>
      Object.fromEntries(names.map((property, p) => [property, Math.sqrt(sums[p].square / sums[p].rows)]))
    const rows = trained.reduce((sum, one) => sum + one.rows, 0) / count
    points.push({ folds: used, rows, training: errors(trained), heldOut: errors(held) })
  }
  return points
}
