import { enumerateClasses, type BasisLimits } from "../basis/enumerate-classes.ts"
import { createSymmetricCouplings } from "../coupling/symmetric-couplings.ts"
import type { AceSize } from "./ace-schema.ts"

/** Functions for each element. */
export const functionsOfSize: Readonly<Record<AceSize, number>> = Object.freeze({ small: 130, medium: 400, large: 1200 })

/** Degrees of the correlation orders beside that of the second; the first, whose functions are few and cheap, has `PAIRS` more. */
const PROPORTIONS = [1, 1, 0.875, 0.8]
const PAIRS = 4

/** Largest degree that is tried. */
const HIGHEST = 30

/**
 * The largest basis of a family, ordered by degree, that is still acceptable: degrees of the four orders stay in proportion.
 *
 * @param accept whether limits, which give so many functions for each element and such monomials, are not too large
 */
export function largestLimits(
  speciesCount: number,
  lWeight: number,
  accept: (limits: BasisLimits, functions: number) => boolean,
): BasisLimits {
  let best: BasisLimits = { degrees: [1], lWeight }
  const couplings = createSymmetricCouplings()
  for (let degree = 0.25; degree <= HIGHEST; degree += 0.25) {
    const degrees = PROPORTIONS.map((part, k) => Math.floor(part * degree) + (k === 0 ? PAIRS : 0))
    const limits = { degrees, lWeight }
    // Labels of equal factors only need to differ where factors do.
    const functions = enumerateClasses(speciesCount, limits).reduce(
      (sum, factors) =>
        sum +
        couplings.invariants(
          factors.map(({ l }) => l),
          factors.map(({ species, n, l }) => (species * 64 + n) * 64 + l),
        ).length,
      0,
    )
    if (!accept(limits, functions)) return best
    best = limits
  }
  return best
}
