import type { YaceEmbedding } from "./yace.ts"

/** 1/(density) below which the bent power of Finnis and Sinclair is a straight line. */
const STEEP = 1e6
/** Densities this small, and exponents this close to one, take the straight line itself. */
const TINY = 1e-10

/**
 * Adds up the energy of the densities of an atom, F = Σ_p prefactor_p × S(ρ_p; m_p), an odd function: for ρ > 0
 *
 *     FinnisSinclair                S = (1 − g) ρ^m + w^{1−m} g ρ,  g = exp(−(wρ)³),  w = 10⁶
 *     FinnisSinclairShiftedScaled   S = (a e^{−ρ} + ρ)^m − b e^{−ρ},  a = m^{1/(1−m)} , b = a^m;  ρ where m = 1
 *
 * @param densities `[densities]`
 * @param slopes takes ∂F/∂ρ_p
 */
export function embed({ form, terms }: YaceEmbedding, densities: Float64Array, slopes: Float64Array): number {
  const bend = form === "FinnisSinclair" ? bentPower : shiftedPower
  let energy = 0
  for (let p = 0; p < terms.length; p++) {
    const { prefactor, exponent } = terms[p]
    const a = Math.abs(densities[p])
    const { value, slope } = bend(a, exponent)
    energy += prefactor * (densities[p] < 0 ? -value : value)
    slopes[p] = prefactor * slope
  }
  return energy
}

function bentPower(a: number, m: number): { readonly value: number; readonly slope: number } {
  const line = STEEP ** (1 - m)
  if (a <= TINY) return { value: line * a, slope: line }
  const cube = (STEEP * a) ** 3
  const g = cube > 30 ? 0 : Math.exp(-cube)
  const dg = -3 * STEEP ** 3 * a * a * g
  const power = a ** m
  return {
    value: (1 - g) * power + line * g * a,
    slope: m * a ** (m - 1) * (1 - g) - power * dg + line * (dg * a + g),
  }
}

function shiftedPower(a: number, m: number): { readonly value: number; readonly slope: number } {
  if (Math.abs(m - 1) < TINY) return { value: a, slope: 1 }
  const fall = Math.exp(-a)
  const inverse = 1 / m
  const shift = inverse ** (inverse / (1 - inverse)) * fall
  const offset = inverse ** (1 / (1 - inverse)) * fall
  return { value: (shift + a) ** m - offset, slope: offset + m * (1 - shift) * (shift + a) ** (m - 1) }
}
