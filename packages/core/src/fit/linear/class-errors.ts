import { residualSquaredAfter } from "../../linalg/triangle/measures.ts"
import { classKey, type DataClass } from "../../objective/data-class.ts"
import type { LinearStatistics } from "../../objective/streaming/linear-statistics.ts"
import type { StatisticsStore } from "../../objective/streaming/statistics-store.ts"
import { readTriangle } from "../../objective/streaming/triangle-pieces.ts"
import { type ErrorTable, errorTable, type ErrorSums, type GroupedErrors } from "../../observables/errors.ts"
import type { Property } from "../../observables/property.ts"

/**
 * Errors of linear models on the data of statistics, a step x for each fold, `[folds][n]`: without reading data. Single errors are not
 * known, so there are no mean absolute and largest ones; weights of configurations, where a file gives them, are in the squares.
 */
export async function errorsOfStatistics(
  statistics: LinearStatistics,
  store: StatisticsStore,
  classes: readonly DataClass[],
  steps: readonly Float64Array[],
): Promise<ErrorTable> {
  const squares = new Map<string, number>()
  for (const piece of statistics.pieces) {
    const square = residualSquaredAfter(await readTriangle(store, piece), steps[piece.fold])
    squares.set(piece.key, (squares.get(piece.key) ?? 0) + square)
  }
  const none = (): ErrorSums => ({ count: 0, squares: 0, absolutes: NaN, largest: NaN })
  const errors: GroupedErrors = new Map()
  for (const { group, property, count, atoms } of classes) {
    const own: Record<Property, ErrorSums> = errors.get(group) ?? { energy: none(), forces: none(), stress: none() }
    const square = squares.get(classKey(group, property)) ?? 0
    own[property] = { count, squares: statistics.byAtoms ? (square * count) / atoms : square, absolutes: NaN, largest: NaN }
    errors.set(group, own)
  }
  return errorTable(errors)
}
