import { mergeTriangles } from "../../linalg/triangle/combine-rows.ts"
import { emptyTriangle, type Triangle } from "../../linalg/triangle/triangle.ts"
import type { LinearSystem } from "../../solve/linear/system.ts"
import { solveLinear } from "../../solve/linear/solve-linear.ts"
import { weightedData, withPenalties } from "./weighted-total.ts"

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
