import type { RadialFunction, RadialJacobian } from "../../functions/radial.ts"

/**
 * A tabulated function exactly as LAMMPS evaluates it: on each grid interval the cubic with the tabulated values and with slopes from
 * five-point differences (`interpolate` of LAMMPS's `pair_eam.cpp`, after DYNAMO). No parameters.
 */
interface Table {
  readonly count: number
  readonly step: number
  /** Of interval m in p = x/Δ − m: `c₀ + c₁p + c₂p² + c₃p³`, `[4 × count]`. */
  readonly coefficients: Float64Array
}

function interpolate(values: Float64Array, step: number): Table {
  const count = values.length
  const last = count - 1
  const slope = (m: number): number => {
    if (m === 0) return values[1] - values[0]
    if (m === last) return values[last] - values[last - 1]
    if (m === 1 || m === last - 1) return 0.5 * (values[m + 1] - values[m - 1])
    return (values[m - 2] - values[m + 2] + 8 * (values[m + 1] - values[m - 1])) / 12
  }
  const coefficients = new Float64Array(4 * count)
  for (let m = 0; m < last; m++) {
    const rise = values[m + 1] - values[m]
    const [here, there] = [slope(m), slope(m + 1)]
    coefficients.set([values[m], here, 3 * rise - 2 * here - there, here + there - 2 * rise], 4 * m)
  }
  return { count, step, coefficients }
}

/**
 * Density f(r), zero from the cutoff on. Between the last grid point and the cutoff it keeps its last value, as in LAMMPS.
 *
 * @param step Δr [Å]
 * @param cutoff [Å]
 */
export function tabulatedDensity(values: Float64Array, step: number, cutoff: number): RadialFunction {
  const table = interpolate(values, step)
  return withoutParameters(cutoff, (x) => {
    if (x >= cutoff) return zero()
    locateRadius(table, x)
  })
}

/** φ(r) of a table of r φ: `φ = z/r`, `φ′ = z′/r − φ/r`; otherwise as `tabulatedDensity`. */
export function tabulatedPair(values: Float64Array, step: number, cutoff: number): RadialFunction {
  const table = interpolate(values, step)
  return withoutParameters(cutoff, (x) => {
    if (x >= cutoff) return zero()
    locateRadius(table, x)
    value /= x
    slope = (slope - value) / x
    curvature = (curvature - 2 * slope) / x
  })
}

/** F(ρ); beyond the last grid point it goes on linearly with the slope there, as in LAMMPS. */
export function tabulatedEmbedding(values: Float64Array, step: number): RadialFunction {
  const table = interpolate(values, step)
  const last = (table.count - 1) * step
  return withoutParameters(Number.POSITIVE_INFINITY, (x) => {
    const p = x / step
    const m = Math.max(0, Math.min(Math.trunc(p), table.count - 2))
    cubic(table, m, Math.min(p - m, 1))
    if (x > last) {
      value += slope * (x - last)
      curvature = 0
    }
  })
}

// The answer of the innermost routines, kept out of the heap: an object for each point would cost more than the cubic.
let value = 0
let slope = 0
let curvature = 0

function zero(): void {
  value = slope = curvature = 0
}

function locateRadius(table: Table, x: number): void {
  const p = x / table.step
  const m = Math.min(Math.trunc(p), table.count - 2)
  cubic(table, m, Math.min(p - m, 1))
}

function cubic({ coefficients, step }: Table, m: number, p: number): void {
  const c1 = coefficients[4 * m + 1]
  const c2 = coefficients[4 * m + 2]
  const c3 = coefficients[4 * m + 3]
  value = ((c3 * p + c2) * p + c1) * p + coefficients[4 * m]
  slope = ((3 * c3 * p + 2 * c2) * p + c1) / step
  curvature = (6 * c3 * p + 2 * c2) / (step * step)
}

function withoutParameters(end: number, at: (x: number) => void): RadialFunction {
  return Object.freeze({
    parameters: Object.freeze([]),
    end,
    evaluate(n: number, x: Float64Array, _theta: Float64Array, f: Float64Array, df: Float64Array): void {
      for (let i = 0; i < n; i++) {
        at(x[i])
        f[i] = value
        df[i] = slope
      }
    },
    jacobian(n: number, x: Float64Array, _theta: Float64Array, out: RadialJacobian): void {
      for (let i = 0; i < n; i++) {
        at(x[i])
        out.f[i] = value
        out.df[i] = slope
        out.d2f[i] = curvature
      }
    },
  })
}
