import { kernels } from "../../kernels/kernels.ts"
import { parameterValues } from "../../potentials/parameters.ts"
import type { RadialFunction } from "../../potentials/functions/radial.ts"
import { centralDifference, demandClose, magnitude } from "./differences.ts"

/** Of `checkFunction`. */
export interface FunctionCheckOptions {
  /** Points at which f is smooth; none closer than 5·10⁻⁴ to a place where f or f′ jumps. */
  readonly points: ArrayLike<number>
  /** Parameters; those of the layout unless given. */
  readonly theta?: ArrayLike<number>
  /** Largest error of a derivative relative to the largest one of its kind; 10⁻⁶ unless given. */
  readonly tolerance?: number
}

/**
 * Checks a function of one variable: `evaluate` and `jacobian` agree; f′, f″, ∂f/∂θ and ∂f′/∂θ are the central differences of f and f′;
 * parameters declared linear are so together; f and f′ vanish from `end` on.
 *
 * @throws ConformanceError naming the law that fails, the point and the parameter.
 */
export function checkFunction(radial: RadialFunction, options: FunctionCheckOptions): void {
  const points = Float64Array.from(options.points)
  const theta = Float64Array.from(options.theta ?? parameterValues(radial.parameters))
  const tolerance = options.tolerance ?? 1e-6
  const keys = radial.parameters.map((parameter) => parameter.key)
  const at = (i: number): string => `at x = ${points[i % points.length]}`
  const atParameter = (i: number): string => `for ${keys[Math.floor(i / points.length)]} ${at(i)}`

  const exact = derivatives(radial, points, theta)
  const { f, df } = values(radial, points, theta)
  demandClose("evaluate and jacobian agree", exact.f, f, 1e-13, magnitude(f, 1e-300), (i) => `f ${at(i)}`)
  demandClose("evaluate and jacobian agree", exact.df, df, 1e-13, magnitude(df, 1e-300), (i) => `f′ ${at(i)}`)

  const h = 1e-4
  const shifted = (shift: number) =>
    values(
      radial,
      points.map((x) => x + shift),
      theta,
    )
  const slope = centralDifference((shift) => shifted(shift).f, h)
  demandClose("f′ is the derivative of f", df, slope, tolerance, magnitude(slope, 1e-9), (i) => `f′ ${at(i)}`)
  const curvature = centralDifference((shift) => shifted(shift).df, h)
  demandClose("f″ is the derivative of f′", exact.d2f, curvature, tolerance, magnitude(curvature, 1e-9), (i) => `f″ ${at(i)}`)

  const count = keys.length
  const fk = new Float64Array(count * points.length)
  const dfk = new Float64Array(count * points.length)
  for (let k = 0; k < count; k++) {
    const step = 1e-4 * Math.max(1e-2, Math.abs(theta[k]))
    const moved = (shift: number) => values(radial, points, theta.with(k, theta[k] + shift))
    fk.set(
      centralDifference((shift) => moved(shift).f, step),
      k * points.length,
    )
    dfk.set(
      centralDifference((shift) => moved(shift).df, step),
      k * points.length,
    )
  }
  for (let k = 0; k < count; k++) {
    const part = (array: Float64Array) => array.subarray(k * points.length, (k + 1) * points.length)
    const named = (what: string) => (i: number) => `${what} ${atParameter(k * points.length + i)}`
    demandClose("∂f/∂θ is the derivative of f", part(exact.fk), part(fk), tolerance, magnitude(part(fk), 1e-9), named("∂f/∂θ"))
    demandClose("∂f′/∂θ is the derivative of f′", part(exact.dfk), part(dfk), tolerance, magnitude(part(dfk), 1e-9), named("∂f′/∂θ"))
  }
  checkLinearity(radial, points, theta)
  checkEnd(radial, theta)
}

/** Jacobian columns of parameters declared linear do not depend on any of them. */
function checkLinearity(radial: RadialFunction, points: Float64Array, theta: Float64Array): void {
  const linear = radial.parameters.map((parameter) => parameter.linear)
  const other = theta.map((value, k) => (linear[k] ? 0.7 * value + 0.3 * Math.cos(k) : value))
  const here = derivatives(radial, points, theta).fk
  const there = derivatives(radial, points, other).fk
  linear.forEach((isLinear, k) => {
    if (!isLinear) return
    const [a, b] = [here, there].map((array) => array.subarray(k * points.length, (k + 1) * points.length))
    const name = (i: number): string => `∂f/∂${radial.parameters[k].key} at x = ${points[i]}, after a change of linear parameters,`
    demandClose("linear parameters are linear together", b, a, 1e-10, magnitude(a, 1e-300), name)
  })
}

function checkEnd(radial: RadialFunction, theta: Float64Array): void {
  if (!Number.isFinite(radial.end)) return
  const beyond = Float64Array.of(radial.end, 1.001 * radial.end, 3 * radial.end)
  const { f, df } = values(radial, beyond, theta)
  const name = (i: number): string => `value at x = ${beyond[i % 3]}, beyond the end at ${radial.end},`
  demandClose("f vanishes from its end on", [...f, ...df], new Float64Array(6), 0, 0, name)
}

function values(radial: RadialFunction, points: Float64Array, theta: Float64Array): { f: Float64Array; df: Float64Array } {
  const { heap } = kernels()
  const n = points.length
  return heap.scope(() => {
    const [x, parameters, f, df] = [heap.f64(n), heap.f64(theta.length), heap.f64(n), heap.f64(n)]
    x.set(points)
    parameters.set(theta)
    radial.evaluate(n, x, parameters, f, df)
    return { f: Float64Array.from(f), df: Float64Array.from(df) }
  })
}

function derivatives(radial: RadialFunction, points: Float64Array, theta: Float64Array) {
  const { heap } = kernels()
  const n = points.length
  const count = theta.length
  return heap.scope(() => {
    const [x, parameters] = [heap.f64(n), heap.f64(count)]
    x.set(points)
    parameters.set(theta)
    const out = { f: heap.f64(n), df: heap.f64(n), d2f: heap.f64(n), fk: heap.f64(count * n), dfk: heap.f64(count * n) }
    radial.jacobian(n, x, parameters, out)
    const copy = (array: Float64Array): Float64Array => Float64Array.from(array)
    return { f: copy(out.f), df: copy(out.df), d2f: copy(out.d2f), fk: copy(out.fk), dfk: copy(out.dfk) }
  })
}
