import type { PenaltyForm } from "../penalty-form.ts"
import type { FoldedProperty } from "./folded-forms.ts"
import { heldOutErrors } from "./held-out.ts"

/** Factors on σ with which every property that is free contributes to χ² about zero what the first, or the first that is given, does. */
export function evenMultipliers(forms: readonly FoldedProperty[], open: readonly boolean[]): number[] {
  const reference = Math.max(0, open.indexOf(false))
  return forms.map(({ variation }) => {
    const ratio = Math.sqrt(variation / forms[reference].variation)
    return ratio > 0 && Number.isFinite(ratio) ? ratio : 1
  })
}

/** Weights and strengths at a common factor on σ. */
export interface BalanceSettings {
  /** By property, the common factor among them. */
  readonly multipliers: Float64Array
  /** α by penalty. */
  readonly strengths: Float64Array
}

/**
 * The common factor on σ with which held-out errors, solved with it, have a mean square of 1, after some rounds of putting it to what the
 * last one showed; 1 where there is none.
 */
export function noiseLevel(
  forms: readonly FoldedProperty[],
  penalties: readonly PenaltyForm[],
  settingsAt: (level: number) => BalanceSettings,
  { start, rounds, folds }: { readonly start: number; readonly rounds: number; readonly folds: readonly number[] },
): number {
  const ones = forms.map(() => 1)
  let level = start
  for (let round = 0; round < rounds; round++) {
    const { multipliers, strengths } = settingsAt(level)
    const { errors } = heldOutErrors(forms, penalties, ones, multipliers, strengths, { slopes: false, folds })
    let [square, rows] = [0, 0]
    forms.forEach(({ total, scale }, p) => {
      if (!(errors[p] > 0)) return
      square += total.rows * (errors[p] / (scale * multipliers[p])) ** 2
      rows += total.rows
    })
    const found = level * Math.sqrt(square / rows)
    if (!(found > 0 && Number.isFinite(found))) return 1
    level = found
  }
  return level
}
