import type { Crystal } from "../crystal/crystal.ts"
import type { Point } from "../point.ts"
import { pressureAtVolume } from "./energy-volume.ts"

/**
 * Bulk modulus [eV/Å³] between volumes that differ by `2 × part` of one, `K = (p(V(1 − h)) − p(V(1 + h)))/2h`, shape and ions relaxed:
 * that of infinitesimal strains where energies are smooth, to terms of h².
 *
 * @param volume in the middle, per atom [Å³]
 */
export function modulusWithin(point: Point, crystal: Crystal, volume: number, part: number): number {
  const [less, more] = [1 - part, 1 + part].map((scale) => pressureAtVolume(crystal, scale * volume, "relaxed").read(point).value)
  // Pressures of observables are those that a crystal exerts: they fall as it expands.
  return (less - more) / (2 * part)
}
