/** Binding that is taken for one [eV/atom]. */
const BOUND = 1e-3

/** The lowest place, not at an end, of the first stretch of negative energies from the end inward. */
export function outermostWell(energies: readonly number[]): number | undefined {
  let best: number | undefined
  for (let k = energies.length - 1; k > 0; k--) {
    if (best !== undefined && energies[k] > 0) return best
    const isLowest = energies[k] <= energies[k - 1] && energies[k] <= (energies[k + 1] ?? 0)
    if (isLowest && energies[k] < -BOUND && (best === undefined || energies[k] < energies[best])) best = k
  }
  return best
}
