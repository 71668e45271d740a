import { describeDirection } from "../describe-direction.ts"
import type { RowBasis } from "../predictive/row-basis.ts"
import type { LabelCandidate } from "./label-candidate.ts"
import type { Choice } from "./choose.ts"
import { type Design, emptyDesign, withStructure } from "./design.ts"
import type { Pool } from "./pool.ts"

/** Steps of the power iteration: neighbouring directions need not be told apart. */
const STEPS = 30

/** By structure of a choice: the combination of parameters that it told most of, beside those before it. */
export function learntDirections({ basis, candidates }: Pool, { chosen }: Choice, names: readonly string[]): readonly string[] {
  let design = emptyDesign(basis.rank, [])
  return chosen.map(({ index }) => {
    const direction = learntDirection(design, candidates[index], basis, names)
    design = withStructure(design, candidates[index])
    return direction
  })
}

/**
 * The combination of parameters that a structure tells most of, beside what a design tells: the displacement B R⁻¹ v along the largest
 * eigenvector v of UᵀU, U = T R⁻¹, in its largest components, each parameter in units of 1/‖J_k‖.
 */
function learntDirection(
  { rank, inverse }: Design,
  { rows, height }: LabelCandidate,
  { factor, units }: RowBasis,
  names: readonly string[],
): string {
  let v: Float64Array = Float64Array.from({ length: rank }, (_, k) => rows[k] + 1e-3)
  let shift: Float64Array = v
  for (let step = 0; step < STEPS; step++) {
    shift = times(inverse, rank, rank, v)
    const seen = times(rows, height, rank, shift)
    const back = timesTransposed(rows, height, rank, seen)
    v = timesTransposed(inverse, rank, rank, back)
    const size = Math.hypot(...v)
    if (size === 0) break
    v = v.map((value) => value / size)
  }
  const moved = times(factor, names.length, rank, shift).map((value, k) => value * units[k])
  const size = Math.hypot(...moved)
  return describeDirection(
    moved.map((value) => value / size),
    names,
  )
}

function times(A: Float64Array, m: number, n: number, x: Float64Array): Float64Array {
  return Float64Array.from({ length: m }, (_, i) => {
    let sum = 0
    for (let k = 0; k < n; k++) sum += A[i * n + k] * x[k]
    return sum
  })
}

function timesTransposed(A: Float64Array, m: number, n: number, y: Float64Array): Float64Array {
  const x = new Float64Array(n)
  for (let i = 0; i < m; i++) for (let k = 0; k < n; k++) x[k] += A[i * n + k] * y[i]
  return x
}
