import type { Configuration, Structure } from "../atoms/structure.ts"
import type { ParameterLayout } from "../potentials/parameters.ts"

/**
 * What is added to a potential's prediction before it is compared with reference data: energies of free atoms, a constant energy
 * per atom, and constant stresses (Pulay stress) per group. All are ordinary linear parameters, in the order of `parameters`:
 *
 *     E/N = Eₚ/N + Σ_el (n_el/N) E₀_el + b        σ = σₚ + σ₀(group)
 */
export interface Baseline {
  readonly parameters: ParameterLayout
  /** Atomic number whose reference energy each of the first parameters is. */
  readonly elements: readonly number[]
  /** Index of the energy offset b, or −1. */
  readonly offset: number
  /** By group, the parameter added to each of the six Voigt components, or −1. */
  readonly stress: Readonly<Record<string, readonly number[]>>
}

/** The baseline that adds nothing. */
export const emptyBaseline: Baseline = { parameters: [], elements: [], offset: -1, stress: {} }

/** Derivatives of a structure's energy per atom with respect to the baseline's parameters: `n_el/N` for each E₀, 1 for b. */
export function energyDesign(baseline: Baseline, structure: Structure): Float64Array {
  const design = new Float64Array(baseline.parameters.length)
  const { numbers } = structure
  baseline.elements.forEach((element, k) => {
    let count = 0
    for (const number of numbers) if (number === element) count++
    design[k] = count / numbers.length
  })
  if (baseline.offset >= 0) design[baseline.offset] = 1
  return design
}

/** Baseline energy per atom of a structure [eV/atom], for baseline parameters at `theta[start…]`. */
export function baselineEnergy(baseline: Baseline, structure: Structure, theta: Float64Array, start: number): number {
  const design = energyDesign(baseline, structure)
  let energy = 0
  for (let k = 0; k < design.length; k++) energy += design[k] * theta[start + k]
  return energy
}

/** Baseline parameter of each stress component of a configuration's group, −1 where there is none. */
export function stressColumns(baseline: Baseline, configuration: Configuration): readonly number[] {
  return Object.hasOwn(baseline.stress, configuration.group) ? baseline.stress[configuration.group] : NO_COLUMNS
}

const NO_COLUMNS: readonly number[] = [-1, -1, -1, -1, -1, -1]
