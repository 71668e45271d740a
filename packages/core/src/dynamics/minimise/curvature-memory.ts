/** What a step s changed: gradients by y, with `sy` = s·y > 0. */
export interface CurvaturePair {
  readonly s: Float64Array
  readonly y: Float64Array
  readonly sy: number
}

/**
 * The inverse Hessian that pairs of steps tell, times the force −gradient: the two loops of limited-memory BFGS (J. Nocedal, Math. Comput. 35,
 * 773 (1980), doi:10.1090/S0025-5718-1980-0572855-7).
 *
 * @param pairs the oldest first
 * @param stiffness curvature that is expected before any is known
 */
export function inverseTimes(force: Float64Array, pairs: readonly CurvaturePair[], stiffness: number): Float64Array {
  const q = force.slice()
  const weights = new Float64Array(pairs.length)
  for (let k = pairs.length - 1; k >= 0; k--) {
    const { s, y, sy } = pairs[k]
    weights[k] = dot(s, q) / sy
    for (let i = 0; i < q.length; i++) q[i] -= weights[k] * y[i]
  }
  const last = pairs.at(-1)
  const scale = last ? last.sy / dot(last.y, last.y) : 1 / stiffness
  for (let i = 0; i < q.length; i++) q[i] *= scale
  for (let k = 0; k < pairs.length; k++) {
    const { s, y, sy } = pairs[k]
    const change = weights[k] - dot(y, q) / sy
    for (let i = 0; i < q.length; i++) q[i] += change * s[i]
  }
  return q
}

/** Largest magnitude of a component. */
export function largest(v: Float64Array): number {
  return v.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i]
  return sum
}
