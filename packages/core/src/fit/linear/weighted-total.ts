import { accumulate } from "../../linalg/triangle/accumulate.ts"
import { mergeTriangles } from "../../linalg/triangle/combine-rows.ts"
import { emptyTriangle, scaleTriangle, type Triangle } from "../../linalg/triangle/triangle.ts"
import type { LinearSystem } from "../../solve/linear/system.ts"

/** The data of some folds, each class times `factor/σ`, as one triangle. */
export function weightedData({ columns, components }: LinearSystem, sigmas: readonly number[], folds: readonly number[]): Triangle {
  const parts = components.flatMap(({ pool, factor, folds: own }) => folds.map((fold) => scaleTriangle(own[fold], factor / sigmas[pool])))
  return mergeTriangles(emptyTriangle(columns.length), ...parts)
}

/** A triangle of weighted data with the rows `√α [G | g]` of all penalties; they weigh, but they are not data. */
export function withPenalties(data: Triangle, { penalties }: LinearSystem, alphas: readonly number[]): Triangle {
  const width = data.n + 1
  const count = penalties.reduce((sum, { rows }) => sum + rows.length, 0)
  if (count === 0) return data
  const design = new Float64Array(count * width)
  let at = 0
  penalties.forEach(({ rows }, p) => {
    const weight = Math.sqrt(alphas[p])
    for (const { columns, coefficients, offset } of rows) {
      columns.forEach((column, j) => (design[at + column] += weight * coefficients[j]))
      design[at + data.n] = weight * offset
      at += width
    }
  })
  return { ...accumulate({ ...data, data: data.data.slice() }, design, count), rows: data.rows }
}
