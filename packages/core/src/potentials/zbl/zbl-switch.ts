import { kernels } from "../../kernels/kernels.ts"
import type { RadialFunction, RadialJacobian } from "../functions/radial.ts"

/**
 * A function without parameters, brought to zero at `outer` with its first two derivatives, as LAMMPS's `pair_style zbl` does: with
 * t = r − inner, d = outer − inner and derivatives of φ at `outer`,
 *
 *     φ(r) + C                            r < inner      A = (−3φ′ + dφ″)/d²
 *     φ(r) + C + A t³/3 + B t⁴/4          r < outer      B = (2φ′ − dφ″)/d³      C = −φ + dφ′/2 − d²φ″/12
 */
export function withZblSwitch(radial: RadialFunction, inner: number, outer: number): RadialFunction {
  const { A, B, C } = switchCoefficients(radial, inner, outer)
  const finish = (n: number, x: Float64Array, f: Float64Array, df: Float64Array, d2f: Float64Array | undefined): void => {
    for (let i = 0; i < n; i++) {
      const t = x[i] - inner
      if (x[i] >= outer) {
        f[i] = df[i] = 0
        if (d2f) d2f[i] = 0
        continue
      }
      f[i] += C
      if (t <= 0) continue
      f[i] += t * t * t * (A / 3 + (B / 4) * t)
      df[i] += t * t * (A + B * t)
      if (d2f) d2f[i] += t * (2 * A + 3 * B * t)
    }
  }
  return Object.freeze({
    parameters: radial.parameters,
    end: outer,
    evaluate(n: number, x: Float64Array, theta: Float64Array, f: Float64Array, df: Float64Array): void {
      radial.evaluate(n, x, theta, f, df)
      finish(n, x, f, df, undefined)
    },
    jacobian(n: number, x: Float64Array, theta: Float64Array, out: RadialJacobian): void {
      radial.jacobian(n, x, theta, out)
      finish(n, x, out.f, out.df, out.d2f)
    },
  })
}

function switchCoefficients(radial: RadialFunction, inner: number, outer: number): { A: number; B: number; C: number } {
  const { heap } = kernels()
  return heap.scope(() => {
    const x = heap.f64(1)
    x[0] = outer
    const at = { f: heap.f64(1), df: heap.f64(1), d2f: heap.f64(1), fk: heap.f64(0), dfk: heap.f64(0) }
    radial.jacobian(1, x, heap.f64(0), at)
    const [value, slope, curvature, d] = [at.f[0], at.df[0], at.d2f[0], outer - inner]
    return {
      A: (-3 * slope + d * curvature) / (d * d),
      B: (2 * slope - d * curvature) / (d * d * d),
      C: -value + (d * slope) / 2 - (d * d * curvature) / 12,
    }
  })
}
