/** Binding that is taken for one [eV/atom]. */
const BOUND = 1e-3
/** Binding that a little heat undoes, and a barrier behind which nothing is in equilibrium with free atoms [eV/atom]. */
const SHALLOW = 0.1
const BARRIER = 0.5
/** A well behind such a barrier that is so many times as deep is a hole, not matter. */
const HOLE = 4

/**
 * The lowest place, not at an end, of the first stretch of negative energies from the end inward. A shallow stretch with a low barrier behind it,
 * as polynomials have between shells of neighbours, is not the first one. Behind a barrier within the stretch holes do not count.
 */
export function outermostWell(energies: readonly number[]): number | undefined {
  let best: number | undefined
  let barred = false
  for (let k = energies.length - 1; k > 0; k--) {
    if (best !== undefined) {
      if (energies[k] > (energies[best] < -SHALLOW ? 0 : BARRIER)) return best
      if (energies[best] < -SHALLOW && energies[k] > energies[best] + BARRIER) barred = true
    }
    const isLowest = energies[k] <= energies[k - 1] && energies[k] <= (energies[k + 1] ?? 0)
    if (!isLowest || energies[k] >= -BOUND || (best !== undefined && energies[k] >= energies[best])) continue
    if (best !== undefined && barred && energies[k] < HOLE * energies[best]) return best
    best = k
    barred = false
  }
  return best
}
