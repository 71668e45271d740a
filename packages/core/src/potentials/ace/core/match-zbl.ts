import { COULOMB, screening, screeningLength } from "./screened-coulomb.ts"

/** A core energy `prefactor exp(−decay r²)/r`, brought to zero at a cutoff: [eV Å] and [1/Å²]. */
export interface CorePair {
  readonly prefactor: number
  readonly decay: number
}

/**
 * The core of two elements whose value and slope at a distance are half those of ZBL, so that a pair of atoms has both.
 *
 * @param first atomic number
 * @param second atomic number
 * @param distance [Å]
 * @param cutoff where the core ends [Å]
 */
export function matchZbl(first: number, second: number, distance: number, cutoff: number): CorePair {
  const { value, slope } = screening(distance, screeningLength(first, second))
  const angle = (Math.PI * distance) / cutoff
  const end = 0.5 * (1 + Math.cos(angle))
  const endSlope = (-0.5 * Math.PI * Math.sin(angle)) / cutoff
  // r C(r) = prefactor exp(−decay r²) end, and r φ(r) = Coulomb × screening.
  const decay = (endSlope / end - slope / value) / (2 * distance)
  return { prefactor: (0.5 * COULOMB * first * second * value * Math.exp(decay * distance * distance)) / end, decay }
}
