import { mergeTriangles } from "../../linalg/triangle/combine-rows.ts"
import { residualSquaredAfter } from "../../linalg/triangle/measures.ts"
import { emptyTriangle, type Triangle } from "../../linalg/triangle/triangle.ts"
import type { DataClass } from "../../objective/data-class.ts"
import { classKey } from "../../objective/data-class.ts"
import type { LinearStatistics } from "../../objective/streaming/linear-statistics.ts"
import type { StatisticsStore } from "../../objective/streaming/statistics-store.ts"
import { readTriangle } from "../../objective/streaming/triangle-pieces.ts"
import type { LinearSystem } from "../../solve/linear/system.ts"
import { solveLinear } from "../../solve/linear/solve-linear.ts"
import { weightedData, withPenalties } from "./weighted-total.ts"

/** Root-mean-square error of one class of data, predicted by a fit that has not seen them; internal units, weighted as the class is. */
export interface HeldOutError {
  readonly property: string
  readonly group: string
  readonly count: number
  readonly rmse: number
}

/** The solutions of all folds but one, for each, at given σ and α, `[folds][n]`. */
export function solutionsWithoutFold(system: LinearSystem, sigmas: Float64Array, alphas: Float64Array): Float64Array[] {
  const folds = system.components[0]?.folds.length ?? 0
  const own = Array.from({ length: folds }, (_, fold) => weightedData(system, sigmas, [fold]))
  // All before a fold and all after it, so that each of them is taken in once from either side.
  const before: Triangle[] = [emptyTriangle(system.columns.length)]
  for (let fold = 0; fold < folds - 1; fold++) before.push(mergeTriangles(before[fold], own[fold]))
  let after = emptyTriangle(system.columns.length)
  const solutions: Float64Array[] = []
  for (let fold = folds - 1; fold >= 0; fold--) {
    solutions[fold] = solveLinear(withPenalties(mergeTriangles(before[fold], after), system, alphas)).value
    after = mergeTriangles(after, own[fold])
  }
  return solutions
}

/** Errors of each class on the folds that were held out. */
export async function heldOutErrors(
  statistics: LinearStatistics,
  store: StatisticsStore,
  classes: readonly DataClass[],
  solutions: readonly Float64Array[],
): Promise<readonly HeldOutError[]> {
  const sums = new Map<string, { squares: number; rows: number }>()
  for (const piece of statistics.pieces) {
    const sum = sums.get(piece.key) ?? { squares: 0, rows: 0 }
    sum.squares += residualSquaredAfter(await readTriangle(store, piece), solutions[piece.fold])
    sum.rows += piece.rows
    sums.set(piece.key, sum)
  }
  return classes.map(({ property, group, count, atoms }) => {
    const { squares } = sums.get(classKey(group, property))!
    return { property, group, count, rmse: Math.sqrt(squares / (statistics.byAtoms ? atoms : count)) }
  })
}
