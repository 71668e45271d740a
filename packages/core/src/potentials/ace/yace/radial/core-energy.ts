import type { YaceBond } from "../yace.ts"
import { gaussianCore } from "../../core/gaussian-core.ts"
import { COULOMB, screening, screeningLength } from "../../core/screened-coulomb.ts"
import { type Curve, switchDown } from "./switch.ts"

/**
 * Energy that an atom has from one neighbour close to it, and its slope. With inner cutoffs of density and distance it is
 *
 *     |prefactor| exp(−|decay| r²)/r × ½ (1 + cos πr/cutoff),   zero where |decay| r² is 50 or more
 *
 * and with one of distance it goes to zero over the width below the inner cutoff. With `zbl` it is half the energy of J. F. Ziegler,
 * J. P. Biersack and U. Littmark (The Stopping and Range of Ions in Matter, 1985) times the prefactor, brought to zero at the cutoff.
 *
 * @param first atomic number of the centre
 * @param second atomic number of the neighbour
 */
export function coreEnergy(bond: YaceBond, first: number, second: number, r: number): Curve {
  if (bond.inner === "zbl") return zbl(bond, first, second, r)
  const { corePrefactor, coreDecay, cutoff, inner, innerCutoff, innerWidth } = bond
  const core = gaussianCore(Math.abs(corePrefactor), Math.abs(coreDecay), cutoff, r)
  return inner === "distance" ? product(core, switchDown(r, innerCutoff, innerWidth)) : core
}

function zbl({ corePrefactor, cutoff, coreWidth }: YaceBond, first: number, second: number, r: number): Curve {
  if (r >= cutoff) return { value: 0, slope: 0 }
  const length = screeningLength(first, second)
  const scale = 0.5 * corePrefactor * COULOMB * first * second
  const here = screened(r, length)
  const end = screened(cutoff, length)
  const w = coreWidth
  const t = r - (cutoff - w)
  let value = here.value - end.value + 0.5 * w * end.slope - (w * w * end.curvature) / 12
  let slope = here.slope
  if (t > 0) {
    const a = (-3 * end.slope + w * end.curvature) / (w * w)
    const b = (2 * end.slope - w * end.curvature) / (w * w * w)
    value += t * t * t * (a / 3 + (b * t) / 4)
    slope += t * t * (a + b * t)
  }
  return product({ value: scale * value, slope: scale * slope }, switchDown(r, cutoff, w))
}

/** Φ(r/length)/r and its first two derivatives. */
function screened(r: number, length: number): Curve & { readonly curvature: number } {
  const { value, slope, curvature } = screening(r, length)
  return {
    value: value / r,
    slope: (slope - value / r) / r,
    curvature: (curvature - (2 * (slope - value / r)) / r) / r,
  }
}

function product(a: Curve, b: Curve): Curve {
  return { value: a.value * b.value, slope: a.value * b.slope + a.slope * b.value }
}
