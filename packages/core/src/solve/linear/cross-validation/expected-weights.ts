import type { PenaltyForm } from "../penalty-form.ts"
import type { FoldedProperty } from "./folded-forms.ts"
import { heldOutErrors } from "./held-out.ts"

/** Rounds in which the level of noise is found that held-out errors at the expected strengths show. */
const NOISE_ROUNDS = 3

/** Factors on σ with which every property that is free contributes to χ² about zero what the first, or the first that is given, does. */
export function evenMultipliers(forms: readonly FoldedProperty[], open: readonly boolean[]): number[] {
  const reference = Math.max(0, open.indexOf(false))
  return forms.map(({ variation }) => {
    const ratio = Math.sqrt(variation / forms[reference].variation)
    return ratio > 0 && Number.isFinite(ratio) ? ratio : 1
  })
}

/** The common factor on σ with which held-out errors, solved with it, have a mean square of 1; 1 where there is none. */
export function noiseLevel(
  forms: readonly FoldedProperty[],
  penalties: readonly PenaltyForm[],
  multipliers: readonly number[],
  alphas: Float64Array,
): number {
  const ones = forms.map(() => 1)
  let level = 1
  for (let round = 0; round < NOISE_ROUNDS; round++) {
    const scaled = Float64Array.from(multipliers, (multiplier) => level * multiplier)
    const { errors } = heldOutErrors(forms, penalties, ones, scaled, alphas, false)
    let [square, rows] = [0, 0]
    forms.forEach(({ total, scale }, p) => {
      if (!(errors[p] > 0)) return
      square += total.rows * (errors[p] / (scale * multipliers[p])) ** 2
      rows += total.rows
    })
    const found = Math.sqrt(square / rows)
    if (!(found > 0 && Number.isFinite(found))) return 1
    level = found
  }
  return level
}
