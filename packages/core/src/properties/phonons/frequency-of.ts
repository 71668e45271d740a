import { kineticUnit } from "../../units/constants.ts"

/** sqrt(eV/(Å² amu)) [rad/fs], over 2π, in THz. */
const TERAHERTZ = 1000 / (2 * Math.PI * Math.sqrt(kineticUnit))

/** The frequency of `λ = ω²` [eV/(Å² amu)] in THz, `sign(λ) √|λ|`: negative where it is imaginary. */
export function frequencyOf(λ: number): number {
  return Math.sign(λ) * Math.sqrt(Math.abs(λ)) * TERAHERTZ
}
