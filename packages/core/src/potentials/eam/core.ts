import { coulomb } from "../../units/constants.ts"
import type { RadialFunction, RadialJacobian } from "../functions/radial.ts"

/**
 * Strength of the repulsion below the first knot: a quarter of the bare Coulomb energy of two nuclei there [eV], near what the screened
 * repulsion of Ziegler, Biersack and Littmark gives at half that distance.
 */
export function coreStrength(a: number, b: number, start: number): number {
  return (0.25 * a * b * coulomb) / start
}

/**
 * `inner` plus `strength × (1 − r/start)³` below `start` [Å]: atoms that come closer than any in the data meet a wall, where a spline
 * alone only goes on straight. Twice differentiable at `start`; without parameters, so that what is linear stays so.
 */
export function withCore<F extends RadialFunction>(inner: F, start: number, strength: number): F {
  const add = (n: number, x: Float64Array, f: Float64Array, df: Float64Array, d2f: Float64Array | undefined): void => {
    for (let i = 0; i < n; i++) {
      if (x[i] >= start) continue
      const u = 1 - x[i] / start
      f[i] += strength * u * u * u
      df[i] -= (3 * strength * u * u) / start
      if (d2f) d2f[i] += (6 * strength * u) / (start * start)
    }
  }
  return Object.freeze({
    ...inner,
    evaluate(n: number, x: Float64Array, theta: Float64Array, f: Float64Array, df: Float64Array): void {
      inner.evaluate(n, x, theta, f, df)
      add(n, x, f, df, undefined)
    },
    jacobian(n: number, x: Float64Array, theta: Float64Array, out: RadialJacobian): void {
      inner.jacobian(n, x, theta, out)
      add(n, x, out.f, out.df, out.d2f)
    },
  })
}
