import type { Acceleration } from "./acceleration.ts"

/** A point of a geodesic with its velocity and acceleration. */
export interface Motion {
  readonly x: Float64Array
  readonly v: Float64Array
  readonly a: Float64Array
}

/** What a step goes by. */
export interface MotionRules {
  accelerate(x: Float64Array, v: Float64Array): Promise<Acceleration | null>
  readonly scales: Float64Array
  readonly tolerance: number
}

/**
 * One step of x″ = a(x, x′) by the embedded pair of third and second order of Bogacki & Shampine (DOI 10.1016/0893-9659(89)90079-7), with its error
 * in units of the tolerance: of x over the scales, of v over its largest. Null where the acceleration does not exist.
 */
export async function rungeKuttaStep(
  { x, v, a }: Motion,
  h: number,
  { accelerate, scales, tolerance }: MotionRules,
): Promise<(Motion & { readonly error: number; readonly cost: number }) | null> {
  const [x2, v2] = [along(x, [[h / 2, v]]), along(v, [[h / 2, a]])]
  const second = await accelerate(x2, v2)
  if (!second) return null
  const b = second.acceleration
  const [x3, v3] = [along(x, [[(3 * h) / 4, v2]]), along(v, [[(3 * h) / 4, b]])]
  const third = await accelerate(x3, v3)
  if (!third) return null
  const c = third.acceleration
  const weigh = (from: Float64Array, k1: Float64Array, k2: Float64Array, k3: Float64Array): Float64Array =>
    along(from, [
      [(2 * h) / 9, k1],
      [h / 3, k2],
      [(4 * h) / 9, k3],
    ])
  const moved = { x: weigh(x, v, v2, v3), v: weigh(v, a, b, c) }
  const last = await accelerate(moved.x, moved.v)
  if (!last) return null
  const d = last.acceleration
  const differs = (k1: Float64Array, k2: Float64Array, k3: Float64Array, k4: Float64Array, k: number): number =>
    h * (-(5 / 72) * k1[k] + (1 / 12) * k2[k] + (1 / 9) * k3[k] - (1 / 8) * k4[k])
  const pace = v.reduce((most, value, k) => Math.max(most, Math.abs(value) / scales[k], Math.abs(moved.v[k]) / scales[k]), 0)
  let error = 0
  for (let k = 0; k < x.length; k++) {
    error = Math.max(error, Math.abs(differs(v, v2, v3, moved.v, k)) / scales[k])
    error = Math.max(error, Math.abs(differs(a, b, c, d, k)) / scales[k] / pace)
  }
  return Number.isFinite(error) ? { ...moved, a: d, error: error / tolerance, cost: last.cost } : null
}

function along(from: Float64Array, steps: readonly (readonly [number, Float64Array])[]): Float64Array {
  return from.map((value, k) => steps.reduce((sum, [size, way]) => sum + size * way[k], value))
}
