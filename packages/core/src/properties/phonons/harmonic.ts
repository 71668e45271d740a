import { boltzmann, planck } from "../../units/constants.ts"
import { type Spectrum, STILL } from "./spectrum.ts"

/** What harmonic vibrations add to the thermodynamics of a crystal, per atom. */
export interface Harmonic {
  /** `Σ ħω/2 + kT ln(1 − exp(−ħω/kT))` [eV/atom]; at 0 K the zero-point energy. */
  readonly freeEnergy: number
  /** `−∂F/∂T` [eV/K/atom] */
  readonly entropy: number
  /** At constant volume [eV/K/atom]. */
  readonly heatCapacity: number
}

/** h × 1 THz [eV]. */
const QUANTUM = planck * 1e-3

/** Harmonic thermodynamics at a temperature [K] of a spectrum without imaginary frequencies; motion as a whole is left out. */
export function harmonicAt({ frequencies, weights, branches }: Spectrum, temperature: number): Harmonic {
  const still = STILL * frequencies.reduce((most, f) => Math.max(most, f), 0)
  const kT = boltzmann * temperature
  let [freeEnergy, entropy, heatCapacity] = [0, 0, 0]
  for (let k = 0; k < frequencies.length; k++) {
    if (frequencies[k] <= still) continue
    const weight = (3 * weights[Math.floor(k / branches)]) / branches
    const quantum = QUANTUM * frequencies[k]
    freeEnergy += (weight * quantum) / 2
    if (kT === 0) continue
    const x = quantum / kT
    const decay = -Math.expm1(-x)
    const occupied = Math.exp(-x) / decay
    freeEnergy += weight * kT * Math.log(decay)
    entropy += weight * boltzmann * (x * occupied - Math.log(decay))
    heatCapacity += (weight * boltzmann * x * x * occupied) / decay
  }
  return { freeEnergy, entropy, heatCapacity }
}
