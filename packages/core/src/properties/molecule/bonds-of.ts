import type { Structure } from "../../atoms/structure.ts"

/** Two atoms that are bound, and how far apart [Å]. */
export interface MolecularBond {
  readonly first: number
  readonly second: number
  readonly length: number
}

/** Distances nearer than this part are one: what symmetry makes equal stays so. */
const TIE = 1e-6

/**
 * Pairs of which no third atom is nearer to both than they are to each other: the relative neighbourhood graph (G. T. Toussaint,
 * doi:10.1016/0031-3203(80)90066-7), which holds the bonds of a molecule without any table of radii.
 */
export function bondsOf({ positions }: Structure): readonly MolecularBond[] {
  const atoms = positions.length / 3
  const distance = (i: number, j: number): number =>
    Math.hypot(
      positions[3 * i] - positions[3 * j],
      positions[3 * i + 1] - positions[3 * j + 1],
      positions[3 * i + 2] - positions[3 * j + 2],
    )
  const bonds: MolecularBond[] = []
  for (let first = 0; first < atoms; first++) {
    for (let second = first + 1; second < atoms; second++) {
      const length = distance(first, second)
      let bound = true
      for (let k = 0; k < atoms && bound; k++) {
        bound = k === first || k === second || Math.max(distance(first, k), distance(second, k)) >= (1 - TIE) * length
      }
      if (bound) bonds.push({ first, second, length })
    }
  }
  return bonds
}
