import { mergeInto } from "../../linalg/triangle/combine-rows.ts"
import { copyTriangle, emptyTriangle, scaleTriangle, type Triangle } from "../../linalg/triangle/triangle.ts"
import { addPenalty } from "../../solve/linear/stack-system.ts"
import type { LinearSystem } from "../../solve/linear/system.ts"

/** The data of some folds, each class times `factor/σ`, as one triangle. */
export function weightedData({ columns, components }: LinearSystem, sigmas: Float64Array, folds: readonly number[]): Triangle {
  const parts = function* (): Generator<Triangle> {
    for (const { pool, factor, folds: own } of components) for (const fold of folds) yield scaleTriangle(own[fold], factor / sigmas[pool])
  }
  return mergeInto(emptyTriangle(columns.length), parts())
}

/** A triangle of weighted data with the rows of all penalties; they weigh, but they are not data. `data` is left as it was. */
export function withPenalties(data: Triangle, { penalties }: LinearSystem, alphas: ArrayLike<number>): Triangle {
  return penalties.reduce((triangle, penalty, p) => addPenalty(triangle, penalty, alphas[p]), copyTriangle(data))
}
