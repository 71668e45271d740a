import { coefficientCount } from "./basis/components.ts"
import type { SnapTables } from "./basis/tables.ts"
import { countsItself, type SnapSettings } from "./settings.ts"

/** Number of coefficients of each element. */
export function coefficientsPerElement(settings: SnapSettings, tables: SnapTables): number {
  return coefficientCount(tables.components.length, settings.quadratic)
}

/**
 * Components of a lone atom of element a: j + 1 (1 when normalised) where it counts in all three densities, else 0. Subtracted from
 * components where the settings say so.
 */
export function loneComponents(settings: SnapSettings, tables: SnapTables, a: number): Float64Array {
  return Float64Array.from(tables.components, ({ j, channels }) => {
    // The self weight is 1 in each density; U is then the unit matrix.
    return settings.subtractLone && channels.every((channel) => countsItself(settings, a, channel)) ? (settings.normalised ? 1 : j + 1) : 0
  })
}

/** ½ α_kk B_k² + Σ_{k<l} α_kl B_k B_l with α as listed row by row, and its derivatives with respect to B added to `slopes`. */
export function quadraticEnergy(b: Float64Array, alpha: Float64Array, slopes: Float64Array): number {
  let energy = 0
  let at = 0
  for (let k = 0; k < b.length; k++) {
    const own = alpha[at++] * b[k]
    energy += 0.5 * own * b[k]
    slopes[k] += own
    for (let l = k + 1; l < b.length; l++) {
      const value = alpha[at++]
      energy += value * b[k] * b[l]
      slopes[k] += value * b[l]
      slopes[l] += value * b[k]
    }
  }
  return energy
}
