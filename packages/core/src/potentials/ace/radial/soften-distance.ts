/**
 * Distances that never come close to zero: ρ(r) = (r⁴ + a⁴)^¼, which is analytic for all real r, r itself far beyond a, and flat below it.
 *
 * @param distance r [Å]
 * @param softening a [Å]; 0 leaves r as it is
 * @returns ρ [Å]
 */
export function softenedDistance(distance: number, softening: number): number {
  return Math.sqrt(Math.sqrt(distance ** 4 + softening ** 4))
}
