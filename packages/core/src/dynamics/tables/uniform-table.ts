import { Failure } from "../../failure/failure.ts"

/** A function at equal steps from 0: `values[k] = f(k × step)`, with its derivative there, or five-point slopes where none is given. */
export interface UniformTable {
  readonly step: number
  readonly values: ArrayLike<number>
  /** df/dx, per unit of x. */
  readonly slopes?: ArrayLike<number>
}

/**
 * Slopes per step of tabulated values: the derivative of the quartic through five neighbouring points,
 * `(f₋₂ − 8 f₋₁ + 8 f₁ − f₂)/12`, of the parabola next to the ends, of the straight line at the ends. With them the cubic spline is the
 * one that LAMMPS puts through setfl tables.
 */
function fivePointSlopes(values: ArrayLike<number>): Float64Array {
  const last = values.length - 1
  return Float64Array.from({ length: values.length }, (_, k) => {
    if (k === 0) return values[1] - values[0]
    if (k === last) return values[last] - values[last - 1]
    if (k === 1 || k === last - 1) return (values[k + 1] - values[k - 1]) / 2
    return (values[k - 2] - values[k + 2] + 8 * (values[k + 1] - values[k - 1])) / 12
  })
}

/**
 * Rows `[c0 c1 c2 c3]` of the cubic through values and slopes on both ends of each step:
 * f = ((c3 p + c2) p + c1) p + c0 with p = x/step − row from 0 to 1. `[4 × (n − 1)]`
 */
export function cubicRows({ step, values, slopes }: UniformTable): Float64Array {
  if (!(step > 0) || values.length < 5 || (slopes && slopes.length !== values.length)) {
    throw new Failure(`a table needs at least 5 values at a positive step, not ${values.length} at ${step}`)
  }
  const perStep = slopes ? Float64Array.from(slopes, (slope) => slope * step) : fivePointSlopes(values)
  const rows = new Float64Array(4 * (values.length - 1))
  for (let k = 0; k + 1 < values.length; k++) {
    const rise = values[k + 1] - values[k]
    const [left, right] = [perStep[k], perStep[k + 1]]
    rows.set([values[k], left, 3 * rise - 2 * left - right, left + right - 2 * rise], 4 * k)
  }
  if (!rows.every(Number.isFinite)) throw new Failure("a table holds values that are not finite")
  return rows
}
