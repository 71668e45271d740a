import { COULOMB } from "../coulomb-constant.ts"
import { scaledComplementaryError } from "../screening/complementary-error.ts"
import type { PairInteraction } from "../sums/short-range.ts"

/**
 * What two Gaussian charges of widths σ_i, σ_j (density ∝ exp(−r²/2σ²)) have less than points: −k erfc(r/√2γ)/r, γ² = σ_i² + σ_j².
 *
 * @param widths σ of each atom [Å], `[n]`
 */
export function spreadCharges(widths: Float64Array): PairInteraction {
  return {
    value: 0,
    slope: 0,
    at(r, i, j) {
      const x = r / Math.sqrt(2 * (widths[i] ** 2 + widths[j] ** 2))
      const gauss = Math.exp(-x * x)
      this.value = (-COULOMB * gauss * scaledComplementaryError(x)) / r
      this.slope = (((2 * COULOMB) / Math.sqrt(Math.PI)) * gauss * (x / r) - this.value) / r
    },
  }
}

/**
 * Its derivative with respect to the width of all atoms of which `own` is 1: −k √(2/π) exp(−r²/2γ²)/γ³ (own_i σ_i + own_j σ_j).
 */
export function spreadByWidth(widths: Float64Array, own: Float64Array): PairInteraction {
  return {
    value: 0,
    slope: 0,
    at(r, i, j) {
      const square = widths[i] ** 2 + widths[j] ** 2
      const moved = own[i] * widths[i] + own[j] * widths[j]
      this.value = (-COULOMB * Math.sqrt(2 / Math.PI) * Math.exp((-r * r) / (2 * square)) * moved) / (square * Math.sqrt(square))
      this.slope = (-this.value * r) / square
    },
  }
}
