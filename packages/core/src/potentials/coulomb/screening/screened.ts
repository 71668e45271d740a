import { COULOMB } from "../coulomb-constant.ts"
import type { PairInteraction } from "../sums/short-range.ts"
import { scaledComplementaryError } from "./complementary-error.ts"

/** g(r) = k erfc(αr)/r, k = e²/(4πε₀), with g′ = −k [erfc(αr)/r² + 2α/√π exp(−α²r²)/r]. */
export function screened(alpha: number): PairInteraction {
  return {
    value: 0,
    slope: 0,
    at(r) {
      const gauss = Math.exp(-alpha * alpha * r * r)
      this.value = (COULOMB * gauss * scaledComplementaryError(alpha * r)) / r
      this.slope = -(this.value + ((2 * COULOMB * alpha) / Math.sqrt(Math.PI)) * gauss) / r
    },
  }
}

/** g(r) less its value and slope at `cutoff`, so that energy and force end there: doi:10.1063/1.2206581, equation 18. */
export function shiftedForce(interaction: PairInteraction, cutoff: number): PairInteraction {
  interaction.at(cutoff, 0, 0)
  const { value: end, slope: endSlope } = interaction
  return {
    value: 0,
    slope: 0,
    at(r, i, j) {
      interaction.at(r, i, j)
      this.value = interaction.value - end - endSlope * (r - cutoff)
      this.slope = interaction.slope - endSlope
    },
  }
}
