import { triangleOf } from "../../linalg/triangle/combine-rows.ts"
import type { LeastSquaresProblem } from "../../solve/problem.ts"

/** A least-squares problem given by its residuals and their derivatives: the plain way to write a test problem. */
export interface Residuals {
  readonly names: readonly string[]
  /** r(x), `[m]` */
  residuals(x: Float64Array): Float64Array
  /** ∂r_i/∂x_k, row-major `[m × n]` */
  jacobian(x: Float64Array): Float64Array
  /** d²r(x + t v)/dt², `[m]` */
  secondDerivative?(x: Float64Array, v: Float64Array): Float64Array
  readonly lower?: readonly number[]
  readonly upper?: readonly number[]
  readonly linear?: readonly boolean[]
}

/** The problem that solvers see of it. */
export function residualProblem(source: Residuals): LeastSquaresProblem {
  const n = source.names.length
  const rows = (x: Float64Array): Float64Array => {
    const r = source.residuals(x)
    const J = source.jacobian(x)
    return Float64Array.from({ length: r.length * (n + 1) }, (_, at) => {
      const i = Math.floor(at / (n + 1))
      const k = at % (n + 1)
      return k < n ? J[i * n + k] : r[i]
    })
  }
  const { secondDerivative } = source
  const curvature = (x: Float64Array, v: Float64Array): Promise<Float64Array> => {
    const second = secondDerivative?.(x, v) ?? new Float64Array(0)
    const J = source.jacobian(x)
    const out = new Float64Array(n)
    for (let i = 0; i < second.length; i++) for (let k = 0; k < n; k++) out[k] += J[i * n + k] * second[i]
    return Promise.resolve(out)
  }
  return Object.freeze({
    size: n,
    names: source.names,
    lower: Float64Array.from(source.lower ?? Array.from({ length: n }, () => -Infinity)),
    upper: Float64Array.from(source.upper ?? Array.from({ length: n }, () => Infinity)),
    linear: source.linear ?? Array.from({ length: n }, () => false),
    cost: (x: Float64Array) => Promise.resolve(0.5 * source.residuals(x).reduce((sum, value) => sum + value * value, 0)),
    linearise: (x: Float64Array) => Promise.resolve(triangleOf(rows(x), source.residuals(x).length, n)),
    ...(secondDerivative ? { curvature } : {}),
  })
}
