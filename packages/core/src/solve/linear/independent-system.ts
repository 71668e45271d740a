import { independentColumns } from "../../linalg/triangle/independent-columns.ts"
import { selectColumns, shiftTriangle } from "../../linalg/triangle/change-columns.ts"
import type { Triangle } from "../../linalg/triangle/triangle.ts"
import { stackSystem } from "./stack-system.ts"
import type { LinearSystem } from "./system.ts"

/** A system without the columns that others and the penalties make superfluous. */
export interface IndependentSystem {
  readonly system: LinearSystem
  /** Columns of the original that were kept, in order. */
  readonly columns: readonly number[]
}

/**
 * The system restricted to as many columns as are linearly independent, data and penalties taken together; the others stay at zero, which
 * changes no prediction, no evidence and no count of degrees of freedom.
 */
export function independentSystem(system: LinearSystem): IndependentSystem {
  const n = system.columns.length
  const all = Array.from({ length: n }, (_, k) => k)
  const sigmas = Float64Array.from(system.sigmas, ({ start }) => start)
  const alphas = Float64Array.from(system.penalties, ({ alpha }) => alpha.start || (alpha.origin === "estimated" ? 1 : 0))
  const columns = independentColumns(stackSystem(system, sigmas, alphas), all).toSorted((a, b) => a - b)
  return columns.length === n ? { system, columns } : { system: restrictSystem(system, columns), columns }
}

/**
 * The system of some of its columns; the others are held at zero, or at their values in `held`.
 *
 * @param held `[n]`, zero in the columns that are kept
 */
export function restrictSystem(system: LinearSystem, columns: readonly number[], held?: Float64Array): LinearSystem {
  const place = new Map(columns.map((column, at) => [column, at]))
  const seen = (triangle: Triangle): Triangle => selectColumns(held ? shiftTriangle(triangle, held) : triangle, columns)
  return {
    ...system,
    columns: columns.map((column) => system.columns[column]),
    components: system.components.map((one) => ({ ...one, folds: one.folds.map(seen) })),
    penalties: system.penalties.map((penalty) => ({
      ...penalty,
      rows: penalty.rows.flatMap((row) => {
        const kept = row.columns.flatMap((column, at) =>
          place.has(column) ? [{ to: place.get(column)!, size: row.coefficients[at] }] : [],
        )
        const offset = row.columns.reduce((sum, column, at) => sum + row.coefficients[at] * (held?.[column] ?? 0), row.offset)
        return kept.length === 0 && offset === 0
          ? []
          : [{ columns: kept.map(({ to }) => to), coefficients: kept.map(({ size }) => size), offset }]
      }),
    })),
  }
}
