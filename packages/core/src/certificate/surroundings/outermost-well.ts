/** Binding that is taken for one [eV/atom]. */
const BOUND = 1e-3
/** Binding that a little heat undoes, and a barrier behind which nothing is in equilibrium with free atoms [eV/atom]. */
const SHALLOW = 0.1
const BARRIER = 0.5
/** A well behind such a barrier that is so many times as deep is a hole, not matter. */
const HOLE = 4

/** What crystals bind by at least and at most, beside their measured binding: what binds less may be dilute matter in front of them. */
const [LEAST, MOST] = [0.5, 2]

/**
 * The lowest place, not at an end, of the first stretch of negative energies from the end inward. A shallow stretch with a low barrier behind it,
 * as polynomials have between shells of neighbours, is not the first one. Behind a barrier within the stretch holes do not count.
 *
 * @param binding what is known of the depth of the well: one that is less than half as deep is passed over if another one farther in is deeper, and
 * not more than twice as deep
 */
export function outermostWell(energies: readonly number[], binding?: number): number | undefined {
  const first = wellFrom(energies, energies.length - 1)
  if (first === undefined || binding === undefined) return first?.at
  let well: Well | undefined = first
  while (well && -energies[well.at] < LEAST * binding) well = wellFrom(energies, well.end)
  return well && -energies[well.at] <= MOST * binding ? well.at : first.at
}

interface Well {
  readonly at: number
  /** Where the barrier behind it was met. */
  readonly end: number
}

function wellFrom(energies: readonly number[], from: number): Well | undefined {
  let best: number | undefined
  let barred = false
  for (let k = from; k > 0; k--) {
    if (best !== undefined) {
      if (energies[k] > (energies[best] < -SHALLOW ? 0 : BARRIER)) return { at: best, end: k }
      if (energies[best] < -SHALLOW && energies[k] > energies[best] + BARRIER) barred = true
    }
    const isLowest = energies[k] <= energies[k - 1] && energies[k] <= (energies[k + 1] ?? 0)
    if (!isLowest || energies[k] >= -BOUND || (best !== undefined && energies[k] >= energies[best])) continue
    if (best !== undefined && barred && energies[k] < HOLE * energies[best]) return { at: best, end: k + 1 }
    best = k
    barred = false
  }
  return best === undefined ? undefined : { at: best, end: 0 }
}
