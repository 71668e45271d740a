import type { PairForm } from "./form.ts"
import { length, positiveAmplitude } from "./parameter.ts"

/**
 * φ = −C₆/(r⁶ + R⁶) − C₈/(r⁸ + R⁸), the dispersion of D3(BJ) for atoms whose coefficients do not change with their surroundings. In
 * D3(BJ) R = a₁ √(C₈/C₆) + a₂, C₆ and C₈ are scaled by s₆ and s₈. It is finite at r = 0.
 */
export const beckeJohnson: PairForm = {
  name: "becke-johnson",
  doc: "−C₆/(r⁶ + R⁶) − C₈/(r⁸ + R⁸)",
  source: "doi:10.1002/jcc.21759",
  text: () => "-C6/(r^6 + R^6) - C8/(r^8 + R^8)",
  parameters: [
    positiveAmplitude("C6", "eV Å^6", "strength of the dipole–dipole dispersion", ({ depth, neighbour }) => 2.5 * depth * neighbour ** 6),
    positiveAmplitude("C8", "eV Å^8", "strength of the dipole–quadrupole dispersion", () => 0),
    length("R", "distance below which it is damped", ({ neighbour }) => neighbour),
  ],
}
