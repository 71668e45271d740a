/** A box, and the coordinates y in which momenta have unit mass: x = x̂ + L y. */
export interface Box {
  readonly lower: ArrayLike<number>
  readonly upper: ArrayLike<number>
  /** L, row-major `[n × n]`. */
  readonly spread: Float64Array
}

/** Reflections in one drift at most: in a corner that is narrower than rounding there would be no end. */
const REFLECTIONS = 1000

/**
 * Moves x by L p for a time, in place, mirrored at the walls of the box: where x_k meets a bound, the part of p along the normal
 * row L_k turns round. Reversible, keeps volumes and ½‖p‖², so leapfrog steps made of it sample densities that end at the bounds.
 * False where it got lost in a corner.
 *
 * Source: Afshar & Domke, Reflection, refraction, and Hamiltonian Monte Carlo (2015), without refraction.
 */
export function drift({ lower, upper, spread }: Box, x: Float64Array, p: Float64Array, time: number): boolean {
  const n = x.length
  const velocity = new Float64Array(n)
  let left = time
  for (let reflection = 0; reflection < REFLECTIONS; reflection++) {
    let wall = -1
    let until = left
    for (let k = 0; k < n; k++) {
      velocity[k] = 0
      for (let l = 0; l < n; l++) velocity[k] += spread[k * n + l] * p[l]
      // Time may run backwards.
      const way = velocity[k] * Math.sign(left)
      if (way === 0) continue
      const meets = ((way > 0 ? upper[k] : lower[k]) - x[k]) / velocity[k]
      if (Math.abs(meets) < Math.abs(until)) {
        until = meets
        wall = k
      }
    }
    for (let k = 0; k < n; k++) x[k] = Math.min(upper[k], Math.max(lower[k], x[k] + until * velocity[k]))
    if (wall < 0) return true
    x[wall] = velocity[wall] * Math.sign(left) > 0 ? upper[wall] : lower[wall]
    mirror(spread, wall, p)
    left -= until
  }
  return false
}

/** p − 2 (L_k·p)/(L_k·L_k) L_k */
function mirror(spread: Float64Array, k: number, p: Float64Array): void {
  const n = p.length
  let along = 0
  let square = 0
  for (let l = 0; l < n; l++) {
    along += spread[k * n + l] * p[l]
    square += spread[k * n + l] ** 2
  }
  for (let l = 0; l < n; l++) p[l] -= ((2 * along) / square) * spread[k * n + l]
}
