import type { RadialFunction, RadialJacobian } from "./radial.ts"

/** `inner`, with 0 in place of what has no finite value at ρ ≤ 0, such as the slope of √ρ: there is no neighbour to feel it. */
export function zeroWhereEmpty(inner: RadialFunction): RadialFunction {
  const count = inner.parameters.length
  const clear = (n: number, x: Float64Array, arrays: readonly Float64Array[], planes: readonly Float64Array[]): void => {
    for (let i = 0; i < n; i++) {
      if (x[i] > 0) continue
      for (const array of arrays) if (!Number.isFinite(array[i])) array[i] = 0
      for (const plane of planes) for (let at = i; at < count * n; at += n) if (!Number.isFinite(plane[at])) plane[at] = 0
    }
  }
  return Object.freeze({
    parameters: inner.parameters,
    end: inner.end,
    evaluate(n: number, x: Float64Array, theta: Float64Array, f: Float64Array, df: Float64Array): void {
      inner.evaluate(n, x, theta, f, df)
      clear(n, x, [f, df], [])
    },
    jacobian(n: number, x: Float64Array, theta: Float64Array, out: RadialJacobian): void {
      inner.jacobian(n, x, theta, out)
      clear(n, x, [out.f, out.df, out.d2f], [out.fk, out.dfk])
    },
  })
}
