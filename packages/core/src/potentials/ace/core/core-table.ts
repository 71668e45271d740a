import type { CorePair } from "./match-zbl.ts"
import { gaussianCore } from "./gaussian-core.ts"

/** r C(r) as polynomials of degree five on intervals of equal width from zero to the cutoff, six coefficients each, highest power first. */
export interface CoreTable {
  /** [1/Å] */
  readonly perStep: number
  readonly rows: number
  readonly coefficients: Float64Array
}

/** Terms of a polynomial. */
const TERMS = 6
/** Width of an interval beside the width 1/√(2 decay) of the Gaussian: the error is 10⁻¹⁵ of the height. */
const FINENESS = 0.012

/** The table of a core, whose functions are entire: it begins at zero. */
export function coreTable({ prefactor, decay }: CorePair, cutoff: number): CoreTable {
  const rows = Math.ceil((cutoff * Math.sqrt(2 * decay)) / FINENESS)
  const perStep = rows / cutoff
  const coefficients = new Float64Array(rows * TERMS)
  const nodes = Array.from({ length: TERMS }, (_, k) => 0.5 - 0.5 * Math.cos((Math.PI * (k + 0.5)) / TERMS))
  for (let m = 0; m < rows; m++) {
    const values = nodes.map((p) => {
      const r = (m + p) / perStep
      return r * gaussianCore(prefactor, decay, cutoff, r).value
    })
    coefficients.set(interpolate(nodes, values), m * TERMS)
  }
  return { perStep, rows, coefficients }
}

/** Coefficients of the polynomial through some points, highest power first, by Newton's divided differences. */
function interpolate(nodes: readonly number[], values: readonly number[]): number[] {
  const differences = [...values]
  for (let k = 1; k < nodes.length; k++) {
    for (let j = nodes.length - 1; j >= k; j--) {
      differences[j] = (differences[j] - differences[j - 1]) / (nodes[j] - nodes[j - k])
    }
  }
  let powers = [differences[nodes.length - 1]]
  for (let k = nodes.length - 2; k >= 0; k--) {
    // powers × (p − node) + difference
    const times = [...powers, 0].map((value, j) => value - nodes[k] * (powers[j - 1] ?? 0))
    times[times.length - 1] += differences[k]
    powers = times
  }
  return powers
}
