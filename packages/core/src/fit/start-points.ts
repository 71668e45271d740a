import type { ParameterSpace } from "../objective/parameter-space.ts"
import { seedRandom, uniforms } from "../random/random.ts"

/**
 * Start point `index` (from 1) of a multi-start: uniform in the box of the free parameters. Where a bound is infinite the box reaches as
 * far from the start value as that is large (a factor of two for a logarithm).
 */
export function startPoint(space: ParameterSpace, index: number, seed: number): Float64Array {
  const draws = new Float64Array(space.free.length)
  uniforms(seedRandom(seed, index), draws)
  return draws.map((u, i) => {
    const { value, transform } = space.layout[space.free[i]]
    const centre = transform === "log" ? Math.log(value) : value
    const reach = transform === "log" ? Math.LN2 : Math.abs(value) || 1
    const low = Number.isFinite(space.lower[i]) ? space.lower[i] : centre - reach
    const high = Number.isFinite(space.upper[i]) ? space.upper[i] : centre + reach
    return low + u * (high - low)
  })
}
