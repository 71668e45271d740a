import { factoriseScaled } from "../../solve/linear/factorise-scaled.ts"
import type { SmoothPoint } from "../../solve/linear/minimise-smooth.ts"

/** Step of ln σ and ln α for differences of exact slopes. */
const STEP = 1e-3

/**
 * Variances of ln σ and ln α at the maximum of the evidence: the diagonal of the inverse of half the Hessian of −2 ln evidence, from
 * differences of its exact slopes. `Infinity` for all where the Hessian is not positive definite; NaN for variables that are on a bound.
 *
 * @param point at `u`; @param sides 0 where a variable is free
 */
export function hyperVariances(
  evaluate: (u: Float64Array) => SmoothPoint,
  u: Float64Array,
  point: SmoothPoint,
  sides: Int8Array,
): Float64Array {
  const free = [...u.keys()].filter((i) => sides[i] === 0)
  const m = free.length
  const half = new Float64Array(m * m)
  free.forEach((i, a) => {
    const { gradient } = evaluate(u.with(i, u[i] + STEP))
    free.forEach((j, b) => {
      const slope = (gradient[j] - point.gradient[j]) / (2 * STEP)
      half[a * m + b] += 0.5 * slope
      half[b * m + a] += 0.5 * slope
    })
  })
  const inverse = m > 0 ? factoriseScaled(half, m)?.inverse() : undefined
  const out = new Float64Array(u.length).fill(NaN)
  free.forEach((i, a) => (out[i] = inverse ? inverse[a * m + a] : Infinity))
  return out
}
