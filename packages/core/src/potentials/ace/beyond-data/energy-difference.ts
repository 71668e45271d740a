import type { EnergyPoint } from "./energy-point.ts"

/** What one structure lies above another one, in units of energy: `Σ_j coefficients_j θ[parameters_j] + core`. */
export interface EnergyDifference {
  /** Indices of the coefficients that the difference depends on. */
  readonly parameters: readonly number[]
  readonly coefficients: readonly number[]
  /** Of the core. */
  readonly core: number
}

/** The energy per atom of one structure less that of another one, in units of `unit` [eV]. */
export function energyDifference(one: EnergyPoint, other: EnergyPoint, unit: number): EnergyDifference {
  const parameters: number[] = []
  const coefficients: number[] = []
  one.expansion.forEach((value, k) => {
    const coefficient = (value - other.expansion[k]) / unit
    if (coefficient === 0) return
    parameters.push(k)
    coefficients.push(coefficient)
  })
  return { parameters, coefficients, core: (one.core - other.core) / unit }
}
