import { kernels } from "../../kernels/kernels.ts"
import type { RadialFunction } from "../functions/radial.ts"

/** Values and slopes of a function at many points. */
export interface Samples {
  readonly f: Float64Array
  readonly df: Float64Array
}

/** f and f′ at `points`, copied out of kernel memory; `theta` holds the function's own parameters. */
export function sample(radial: RadialFunction, theta: ArrayLike<number>, points: ArrayLike<number>): Samples {
  const { heap } = kernels()
  const n = points.length
  return heap.scope(() => {
    const [own, x, f, df] = [heap.f64(theta.length), heap.f64(n), heap.f64(n), heap.f64(n)]
    own.set(theta)
    x.set(points)
    radial.evaluate(n, x, own, f, df)
    return { f: Float64Array.from(f), df: Float64Array.from(df) }
  })
}
