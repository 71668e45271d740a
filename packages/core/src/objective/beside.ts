import { triangleOf } from "../linalg/triangle/combine-rows.ts"
import type { Triangle } from "../linalg/triangle/triangle.ts"
import type { Objective } from "./objective.ts"
import { penaltyDesign, penaltyResiduals } from "./penalties/design.ts"
import type { Penalty } from "./penalties/penalty.ts"

/** Residuals beside those of the data: of rules for functions, and of targets. */
export interface Beside {
  /** Columns of the rows, the residual apart. */
  readonly columns: number
  /** Rows `[∂r/∂columns | r]` of all penalties but the targets. */
  readonly rules: Float64Array
  /** The same of the targets, each in units of the σ that was given. */
  readonly targets: Float64Array
}

/** What residuals beside those of the data are made of. */
type Source = Pick<Objective, "penalties" | "targets" | "space" | "setup">

/** Rows of all columns of the design, at θ of potential and baseline. */
export function besideRows(source: Source, theta: Float64Array): Beside {
  return gather(source, source.setup.width, (penalties) => penaltyDesign(penalties, source.space, theta))
}

/** The same with the columns of profiled parameters alone, of which no such residual knows. */
export function besideResiduals(source: Source, theta: Float64Array): Beside {
  const { profiled } = source.setup
  return gather(source, profiled, (penalties) => {
    const last = penaltyResiduals(penalties, theta)
    const rows = new Float64Array(last.length * (profiled + 1))
    last.forEach((value, i) => (rows[i * (profiled + 1) + profiled] = value))
    return rows
  })
}

/**
 * The same as `besideRows` with `d²r(x + t v)/dt²` in the last column, from residuals at the points `±step` away along v, as for the data.
 */
export function besideCurvature(source: Source, theta: Float64Array, plus: Float64Array, minus: Float64Array, step: number): Beside {
  const { width } = source.setup
  return gather(source, width, (penalties) => {
    const rows = penaltyDesign(penalties, source.space, theta)
    const [middle, forward, backward] = [theta, plus, minus].map((at) => penaltyResiduals(penalties, at))
    middle.forEach((value, i) => (rows[i * (width + 1) + width] = (forward[i] - 2 * value + backward[i]) / step ** 2))
    return rows
  })
}

/**
 * The triangle of all of them. They weigh, but they are not data of which σ are estimated.
 *
 * @param sigmas one for each pool of the data, then one for each target in units of that given; 1 where they are missing
 */
export function weighedBeside(
  { pools }: Pick<Objective, "pools">,
  { columns, rules, targets }: Beside,
  sigmas: ArrayLike<number>,
): Triangle {
  const width = columns + 1
  const rows = new Float64Array(rules.length + targets.length)
  rows.set(rules)
  targets.forEach((value, k) => (rows[rules.length + k] = value / (sigmas[pools.length + Math.floor(k / width)] ?? 1)))
  return { ...triangleOf(rows, rows.length / width, columns), rows: 0 }
}

function gather({ penalties, targets }: Source, columns: number, rowsOf: (penalties: readonly Penalty[]) => Float64Array): Beside {
  const own = targets.penalty
  const rules = penalties.filter((penalty) => penalty !== own)
  return { columns, rules: rowsOf(rules), targets: penalties.includes(own) ? rowsOf([own]) : new Float64Array(0) }
}
