import type { Curve } from "../yace/radial/switch.ts"

/** Exponents from which on ML-PACE takes a core for zero. */
const FAR = 50

/**
 * Core energy that an atom has from one neighbour, and its slope, as ML-PACE has it:
 *
 *     C(r) = prefactor exp(−decay r²)/r × ½ (1 + cos πr/cutoff),   zero where decay r² is 50 or more
 *
 * @param prefactor [eV Å]
 * @param decay [1/Å²]
 * @param cutoff [Å]
 * @param r [Å]
 */
export function gaussianCore(prefactor: number, decay: number, cutoff: number, r: number): Curve {
  const exponent = decay * r * r
  if (prefactor === 0 || exponent >= FAR || r >= cutoff) return { value: 0, slope: 0 }
  const angle = (Math.PI * r) / cutoff
  const end = 0.5 * (1 + Math.cos(angle))
  const bare = (prefactor * Math.exp(-exponent)) / r
  const bareSlope = (-bare * (2 * exponent + 1)) / r
  return { value: bare * end, slope: bareSlope * end - (0.5 * bare * Math.PI * Math.sin(angle)) / cutoff }
}
