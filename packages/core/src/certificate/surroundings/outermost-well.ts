/** Binding that is taken for one [eV/atom]. */
const BOUND = 1e-3
/** Binding that a little heat undoes, and a barrier behind which nothing is in equilibrium with free atoms [eV/atom]. */
const SHALLOW = 0.1
const BARRIER = 0.5

/**
 * The lowest place, not at an end, of the first stretch of negative energies from the end inward, as far as a barrier in it. A shallow stretch
 * with a low barrier behind it, as polynomials have between shells of neighbours, is not the first one.
 */
export function outermostWell(energies: readonly number[]): number | undefined {
  let best: number | undefined
  for (let k = energies.length - 1; k > 0; k--) {
    if (best !== undefined && energies[k] > (energies[best] < -SHALLOW ? Math.min(0, energies[best] + BARRIER) : BARRIER)) return best
    const isLowest = energies[k] <= energies[k - 1] && energies[k] <= (energies[k + 1] ?? 0)
    if (isLowest && energies[k] < -BOUND && (best === undefined || energies[k] < energies[best])) best = k
  }
  return best
}
