import type { Landscape, MinimiseOptions, Minimum, Place } from "./minimise.ts"

/** Steps downhill before the step grows. */
const DELAY = 20
const GROWS = 1.1
const SHRINKS = 0.5
const MIXED = 0.25
const MIXES_LESS = 0.99
/** The step at first, its longest and its shortest, in units of 1/√stiffness. */
const FIRST = 0.1
const LONGEST = 1
const SHORTEST = 0.002

/**
 * The fast inertial relaxation engine: coordinates of unit mass that move along their gradient with ever longer steps while they go
 * downhill, and stop, half a step back, when they do not. Slower than `minimise` near a minimum, steadier far from one.
 *
 * FIRE 2.0: J. Guénolé et al., doi:10.1016/j.commatsci.2020.109584; E. Bitzek et al., doi:10.1103/PhysRevLett.97.170201.
 */
export function fire(landscape: Landscape, start: Float64Array, options: MinimiseOptions): Minimum {
  const unit = 1 / Math.sqrt(options.stiffness)
  const x = start.slice()
  const velocity = new Float64Array(x.length)
  let place = landscape(x)
  let evaluations = 1
  let step = FIRST * unit
  let mixed = MIXED
  let downhill = 0
  for (;;) {
    if (!place) return { x, slope: Infinity, evaluations, outcome: "stalled" }
    const slope = largest(place.gradient)
    if (slope <= options.tolerance) return { x, slope, evaluations, outcome: "converged" }
    if (evaluations >= options.evaluations) return { x, slope, evaluations, outcome: "limit" }
    if (power(place, velocity) > 0) {
      if (++downhill > DELAY) {
        step = Math.min(GROWS * step, LONGEST * unit)
        mixed *= MIXES_LESS
      }
    } else {
      if (evaluations > DELAY) step = Math.max(SHRINKS * step, SHORTEST * unit)
      downhill = 0
      mixed = MIXED
      for (let k = 0; k < x.length; k++) x[k] -= (step / 2) * velocity[k]
      velocity.fill(0)
    }
    const { gradient } = place
    for (let k = 0; k < x.length; k++) velocity[k] -= step * gradient[k]
    const share = (mixed * sizeOf(velocity)) / sizeOf(gradient)
    for (let k = 0; k < x.length; k++) velocity[k] = (1 - mixed) * velocity[k] - share * gradient[k]
    const length = Math.min(step, options.longest / largest(velocity))
    for (let k = 0; k < x.length; k++) x[k] += length * velocity[k]
    place = landscape(x)
    evaluations++
  }
}

/** −∇E · v */
function power({ gradient }: Place, velocity: Float64Array): number {
  let sum = 0
  for (let k = 0; k < velocity.length; k++) sum -= gradient[k] * velocity[k]
  return sum
}

function largest(values: Float64Array): number {
  let most = 0
  for (let k = 0; k < values.length; k++) most = Math.max(most, Math.abs(values[k]))
  return most
}

function sizeOf(values: Float64Array): number {
  let sum = 0
  for (let k = 0; k < values.length; k++) sum += values[k] * values[k]
  return Math.sqrt(sum)
}
