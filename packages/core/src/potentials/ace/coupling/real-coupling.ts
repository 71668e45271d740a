import { wigner3j } from "./wigner-3j.ts"

/** One nonzero element of a rotation-invariant tensor of three real harmonics. */
export interface CouplingElement {
  readonly m: readonly [number, number, number]
  readonly value: number
}

/**
 * The invariant tensor of three real harmonics, W with Σ W² = 1: Σ W_{m₁m₂m₃} Y_{l₁m₁} Y_{l₂m₂} Y_{l₃m₃} does not change under rotations.
 * Made of the 3j symbols by Y_l^m = Σ_μ conj(U_μm) Y_lμ, which leaves it real for even l₁ + l₂ + l₃ and imaginary for odd; the factor i is
 * dropped, as odd ones come in pairs in what is also invariant under reflections.
 */
export function realCoupling(l1: number, l2: number, l3: number): readonly CouplingElement[] {
  const odd = (l1 + l2 + l3) % 2 !== 0
  const elements: CouplingElement[] = []
  for (let m1 = -l1; m1 <= l1; m1++) {
    for (let m2 = -l2; m2 <= l2; m2++) {
      for (const size of new Set([Math.abs(Math.abs(m1) - Math.abs(m2)), Math.abs(m1) + Math.abs(m2)])) {
        if (size > l3) continue
        for (const m3 of size === 0 ? [0] : [-size, size]) {
          const [real, imaginary] = transformed([l1, l2, l3], [m1, m2, m3])
          const value = odd ? imaginary : real
          if (Math.abs(value) > 1e-14) elements.push({ m: [m1, m2, m3], value })
        }
      }
    }
  }
  return elements
}

/** Σ over the complex m_i = ±μ_i of 3j × Π conj(U_{μ_i m_i}). */
function transformed(l: readonly [number, number, number], mu: readonly [number, number, number]): readonly [number, number] {
  let [real, imaginary] = [0, 0]
  for (const m1 of signs(mu[0])) {
    for (const m2 of signs(mu[1])) {
      for (const m3 of signs(mu[2])) {
        const symbol = wigner3j(l[0], l[1], l[2], m1, m2, m3)
        if (symbol === 0) continue
        const parts = [m1, m2, m3].map((m, k) => conjugateU(mu[k], m))
        const size = parts.reduce((product, part) => product * part.size, symbol)
        const quarters = parts.reduce((sum, part) => sum + part.quarters, 0) % 4
        if (quarters % 2 === 0) real += quarters === 0 ? size : -size
        else imaginary += quarters === 1 ? size : -size
      }
    }
  }
  return [real, imaginary]
}

function signs(m: number): readonly number[] {
  return m === 0 ? [0] : [-Math.abs(m), Math.abs(m)]
}

/**
 * conj(U_μm) = size × i^quarters, from Y_{l,a} = ((−1)^a Y_l^a + Y_l^{−a}) / √2 and Y_{l,−a} = ((−1)^a Y_l^a − Y_l^{−a}) / i√2, where Y_l^m
 * carry the Condon–Shortley phase and the real ones do not.
 */
function conjugateU(mu: number, m: number): { readonly size: number; readonly quarters: number } {
  if (mu === 0) return { size: 1, quarters: 0 }
  const size = m > 0 && m % 2 !== 0 ? -Math.SQRT1_2 : Math.SQRT1_2
  if (mu > 0) return { size, quarters: 0 }
  return { size, quarters: m > 0 ? 1 : 3 }
}
