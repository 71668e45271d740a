import { accumulate } from "../linalg/triangle/accumulate.ts"
import { triangleOf } from "../linalg/triangle/combine-rows.ts"
import { emptyTriangle, type Triangle } from "../linalg/triangle/triangle.ts"
import type { Objective } from "./objective.ts"
import { penaltyDesign, penaltyResiduals } from "./penalties/design.ts"

/** What residuals beside those of the data are made of. */
type Source = Pick<Objective, "penalties" | "space" | "setup">

/** Triangle of `[∂r/∂columns | r]` of all residuals beside those of the data, at θ of potential and baseline. */
export function besideTriangle({ penalties, space, setup: { width } }: Source, theta: Float64Array): Triangle {
  return notData(triangleOf(penaltyDesign(penalties, space, theta), rowsOf(penalties), width))
}

/** The same with the columns of profiled parameters alone, of which no such residual knows. */
export function besideResiduals({ penalties, setup: { profiled } }: Source, theta: Float64Array): Triangle {
  return notData(lastColumn(profiled, penaltyResiduals(penalties, theta)))
}

/**
 * The same as `besideTriangle` with `d²r(x + t v)/dt²` in the last column, from residuals at the points `±step` away along v, as for the
 * data.
 */
export function besideCurvature(source: Source, theta: Float64Array, plus: Float64Array, minus: Float64Array, step: number): Triangle {
  const { penalties, space, setup } = source
  const rows = penaltyDesign(penalties, space, theta)
  const [middle, forward, backward] = [theta, plus, minus].map((at) => penaltyResiduals(penalties, at))
  const last = setup.width
  middle.forEach((value, i) => (rows[i * (last + 1) + last] = (forward[i] - 2 * value + backward[i]) / step ** 2))
  return notData(triangleOf(rows, middle.length, last))
}

function lastColumn(columns: number, last: Float64Array): Triangle {
  const rows = new Float64Array(last.length * (columns + 1))
  last.forEach((value, i) => (rows[i * (columns + 1) + columns] = value))
  return accumulate(emptyTriangle(columns), rows, last.length)
}

function rowsOf(penalties: Source["penalties"]): number {
  return penalties.reduce((sum, { rows }) => sum + rows, 0)
}

/** They weigh, but they are not data of which σ are estimated. */
function notData(triangle: Triangle): Triangle {
  return { ...triangle, rows: 0 }
}
