import { addPrior } from "../../../linalg/triangle/add-prior.ts"
import { columnNorms } from "../../../linalg/triangle/measures.ts"
import { solveUpper, solveUpperTransposed } from "../../../linalg/triangle/solve-triangular.ts"
import { copyTriangle, factorOf, projectionOf, type Triangle } from "../../../linalg/triangle/triangle.ts"
import { addPenalty } from "../stack-system.ts"
import type { LinearPenalty, LinearSystem } from "../system.ts"
import { type Lifted, liftRows, type OneSidedRow } from "./lift.ts"

/** Ridge, beside the norms of the columns, that stands in for directions which nothing else knows. */
const LOOSE = 1e-9

/** The rows of the one-sided penalties of a system, with √α. */
export function oneSidedRows({ oneSided = [] }: Pick<LinearSystem, "oneSided">): readonly OneSidedRow[] {
  return oneSided.flatMap(({ rows, alpha: { start } }: LinearPenalty) => {
    const root = Math.sqrt(start)
    return rows.map(({ columns, coefficients, offset }) => ({
      columns,
      coefficients: coefficients.map((one) => root * one),
      offset: root * offset,
    }))
  })
}

/**
 * A triangle with those of some rows added that are below zero at the minimum of `‖r + J x‖² + Σ min(0, g + G x)²`, so that this is its
 * own minimum. They are not counted. `triangle` is left as it was.
 */
export function addOneSided(triangle: Triangle, rows: readonly OneSidedRow[]): Triangle {
  if (rows.length === 0) return triangle
  const { short } = liftable(triangle)(rows)
  return short.length === 0 ? triangle : addPenalty(copyTriangle(triangle), { rows: short }, 1)
}

/** Where the minimum of a triangle goes to with rows of which only shortfalls count, for any such rows. */
export function liftable(triangle: Triangle): (rows: readonly OneSidedRow[]) => Lifted {
  const { n } = triangle
  const steady = steadied(triangle)
  const R = factorOf(steady)
  const start = solveUpper(
    R,
    n,
    n,
    projectionOf(steady).map((value) => -value),
  )
  return (rows) => liftRows(rows, start, (b) => solveUpper(R, n, n, solveUpperTransposed(R, n, n, b)))
}

/** A triangle of full rank: itself, or with a ridge that is too weak to be felt where anything is known. */
function steadied(triangle: Triangle): Triangle {
  const { n } = triangle
  const norms = columnNorms(triangle)
  const R = factorOf(triangle)
  const full = norms.every((norm, k) => Math.abs(R[k * (n + 1)]) > LOOSE ** 1.5 * norm)
  return full
    ? triangle
    : addPrior(
        triangle,
        Float64Array.from(norms, (norm) => LOOSE * (norm || 1)),
      )
}
