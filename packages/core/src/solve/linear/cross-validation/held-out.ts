import type { SmoothPoint } from "../minimise-smooth.ts"
import { addGradient, squareAfter } from "../normal-equations.ts"
import { addPenaltyGradient, type PenaltyForm } from "../penalty-form.ts"
import type { FoldedProperty } from "./folded-forms.ts"
import { solveWithout } from "./solve-without.ts"

/** Errors on what was held out, at some weights. */
export interface HeldOutPoint extends SmoothPoint {
  /** Σ_p e_p ln(root mean square error of property p on held-out folds). */
  readonly value: number
  /** With each ln multiplier of σ (by property), then with each ln α (by penalty). */
  readonly gradient: Float64Array
  /** By property; NaN for one that no fold holds out. */
  readonly errors: Float64Array
}

/**
 * The balance of properties and penalties as those see it who were not trained on: with the fold k left out
 *
 *     x_k = argmin Σ_p m_p⁻² ‖r_p + J_p x‖²_(without k) + Σ_q α_q ‖G_q x + g_q‖²
 *     f = Σ_p e_p ln √(Σ_k ‖r_pk + J_pk x_k‖² / rows)
 *
 * which asks for the smallest product of the errors of all properties, whatever their units. Its slopes are exact, by one more solve for
 * each property and fold. An evaluation costs n³/3 flops a fold.
 *
 * @param properties weighted as for m = 1
 * @param emphasis e_p by property
 */
export function heldOutErrors(
  properties: readonly FoldedProperty[],
  forms: readonly PenaltyForm[],
  emphasis: readonly number[],
  multipliers: Float64Array,
  alphas: Float64Array,
  slopes: boolean = true,
): HeldOutPoint {
  const n = properties[0].total.n
  const P = properties.length
  const folds = properties[0].folds.length
  const squares = new Float64Array(P)
  const counts = new Float64Array(P)
  /** Half the slopes of the squares: `[P × (P + Q)]`. */
  const width = P + forms.length
  const halfSlopes = new Float64Array(P * width)
  const term = new Float64Array(n)
  for (let k = 0; k < folds; k++) {
    const solved = solveWithout(properties, forms, multipliers, alphas, [k])
    if (!solved) return { value: Infinity, gradient: new Float64Array(width), errors: new Float64Array(P).fill(NaN) }
    const { x, solve } = solved
    const answers = properties.map(({ folds: own }, p) => {
      const held = own[k]
      if (!held) return null
      squares[p] += squareAfter(held.plain, x)
      counts[p] += held.plain.rows
      if (!slopes) return null
      term.fill(0)
      addGradient(held.plain, x, 1, term)
      return solve(term)
    })
    if (!slopes) continue
    const add = (variable: number, weight: number): void => {
      for (let p = 0; p < P; p++) {
        const answer = answers[p]
        if (!answer) continue
        let sum = 0
        for (let i = 0; i < n; i++) sum += answer[i] * term[i]
        halfSlopes[p * width + variable] += weight * sum
      }
    }
    properties.forEach(({ total, folds: own }, p) => {
      term.fill(0)
      addGradient(total, x, 1, term)
      const held = own[k]
      if (held) addGradient(held.held, x, -held.heldWeight, term)
      add(p, 2 * multipliers[p] ** -2)
    })
    forms.forEach((form, q) => {
      if (alphas[q] === 0) return
      term.fill(0)
      addPenaltyGradient(form, x, 1, term)
      add(P + q, -alphas[q])
    })
  }
  let value = 0
  const gradient = new Float64Array(width)
  for (let p = 0; p < P; p++) {
    if (counts[p] === 0 || emphasis[p] === 0) continue
    value += 0.5 * emphasis[p] * Math.log(squares[p] / counts[p])
    for (let i = 0; i < width; i++) gradient[i] += (emphasis[p] / squares[p]) * halfSlopes[p * width + i]
  }
  return { value, gradient, errors: squares.map((square, p) => (counts[p] > 0 ? Math.sqrt(square / counts[p]) : NaN)) }
}
