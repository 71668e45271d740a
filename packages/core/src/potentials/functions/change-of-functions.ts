import { kernels } from "../../kernels/kernels.ts"
import type { GaugeEquations } from "../gauge.ts"
import type { RadialFunction } from "./radial.ts"

/** A function and what it becomes along a gauge, at some points. */
export interface ChangeOfFunction {
  readonly radial: RadialFunction
  /** Its parameters are θ[offset] to θ[offset + radial.parameters.length − 1]. */
  readonly offset: number
  readonly points: Float64Array
  /** δf at the points. */
  readonly change: Float64Array
  /** How much each point counts; one unless given. */
  weight?(x: number): number
}

/** Values and derivatives of a function, copied out of kernel memory. */
interface FunctionSamples {
  readonly f: Float64Array
  readonly df: Float64Array
  /** ∂f/∂θ_k, `[K × n]`. */
  readonly fk: Float64Array
}

/** f, f′ and ∂f/∂θ_k at `points`; `theta` holds the function's own parameters. */
function sampleWithParameters(radial: RadialFunction, theta: ArrayLike<number>, points: Float64Array): FunctionSamples {
  const { heap } = kernels()
  const n = points.length
  const count = radial.parameters.length
  return heap.scope(() => {
    const [own, x] = [heap.f64(count), heap.f64(n)]
    own.set(theta)
    x.set(points)
    const out = { f: heap.f64(n), df: heap.f64(n), d2f: heap.f64(n), fk: heap.f64(count * n), dfk: heap.f64(count * n) }
    radial.jacobian(n, x, own, out)
    return { f: Float64Array.from(out.f), df: Float64Array.from(out.df), fk: Float64Array.from(out.fk) }
  })
}

/**
 * The direction v of θ along which every function makes its change, `Σ_k v_k ∂f/∂θ_k(x) = δf(x)` at its points: one equation for each,
 * those of a function in units of the root mean square of all it has or gains.
 */
export function equationsOfChanges(changes: readonly ChangeOfFunction[], theta: Float64Array): GaugeEquations {
  const count = theta.length
  const total = changes.reduce((sum, { points }) => sum + points.length, 0)
  const rows = new Float64Array(total * count)
  const change = new Float64Array(total)
  let row = 0
  for (const { radial, offset, points, change: gained, weight = () => 1 } of changes) {
    const own = theta.subarray(offset, offset + radial.parameters.length)
    const { f, fk } = sampleWithParameters(radial, own, points)
    const squares = points.reduce((sum, x, i) => sum + weight(x) ** 2 * (f[i] ** 2 + gained[i] ** 2), 0)
    const scale = squares > 0 ? 1 / Math.sqrt(squares) : 1
    for (let i = 0; i < points.length; i++, row++) {
      const unit = scale * weight(points[i])
      change[row] = unit * gained[i]
      for (let k = 0; k < own.length; k++) rows[row * count + offset + k] = unit * fk[k * points.length + i]
    }
  }
  return { rows, change }
}
