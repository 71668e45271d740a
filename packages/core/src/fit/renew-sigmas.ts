import { qr, rankOf } from "../linalg/factorisations/qr.ts"
import { columnNorms, residualSquaredAfter } from "../linalg/triangle/measures.ts"
import { solveUpperTransposed } from "../linalg/triangle/solveTriangular.ts"
import { mergeTriangles } from "../linalg/triangle/triangle.ts"
import { classKey } from "../objective/data-class.ts"
import type { Objective } from "../objective/objective.ts"
import { profiledStep, type Statistics, totalTriangle } from "../objective/statistics.ts"
import type { Triangle } from "../solve/problem.ts"

/**
 * One round of variance components: for each pool of classes whose σ is estimated
 *
 *     σ² = ‖r_p‖² / (M_p − τ_p)        τ_p = ‖R_p R⁻¹‖² / σ_p²
 *
 * with r_p the unit-σ residuals of the pool at the minimum, M_p their number, R_p the pool's own triangle and R that of all data
 * and priors: τ_p is the number of parameters that the pool determines. A pool that has no data left over keeps its σ.
 *
 * Source: Förstner, Z. Vermess. 104, 446 (1979); MacKay, Neural Comput. 4, 415 (1992), doi:10.1162/neco.1992.4.3.415.
 */
export function renewSigmas(objective: Objective, statistics: Statistics, sigmas: readonly number[]): number[] {
  const total = totalTriangle(objective, statistics, sigmas)
  const inverse = createInverse(total)
  const step = new Float64Array(total.n)
  step.set(profiledStep(objective, total))
  return objective.pools.map(({ origin, classes, floor }, p) => {
    if (origin === "given") return sigmas[p]
    const [first, ...others] = classes.map((key) => statistics.classes.get(key)!)
    const own = mergeTriangles(first, ...others)
    const count = objective.classes.reduce((sum, one) => sum + (classes.includes(classKey(one.group, one.property)) ? one.count : 0), 0)
    const redundancy = count - inverse.squaredNormOfProduct(own) / sigmas[p] ** 2
    if (redundancy < SMALLEST_REDUNDANCY) return sigmas[p]
    return Math.max(floor, Math.sqrt(residualSquaredAfter(own, step) / redundancy))
  })
}

/** With less than this many data left over a σ cannot be estimated. */
const SMALLEST_REDUNDANCY = 0.5

/** R⁻¹ of a triangle as an operator; directions that nothing determines are left out. */
function createInverse({ n, data }: Triangle): { squaredNormOfProduct(own: Triangle): number } {
  const norms = columnNorms({ n, data, rows: 0 }).map((size) => (size > 0 ? size : 1))
  const R = Float64Array.from({ length: n * n }, (_, at) => data[Math.floor(at / n) * (n + 1) + (at % n)] / norms[at % n])
  const { R: T, permutation } = qr(R, n, n)
  const rank = rankOf(T, n, n)
  return {
    squaredNormOfProduct: (own) => {
      let sum = 0
      for (let i = 0; i < n; i++) {
        const row = Float64Array.from({ length: rank }, (_, j) => own.data[i * (n + 1) + permutation[j]] / norms[permutation[j]])
        for (const value of solveUpperTransposed(T, n, rank, row)) sum += value * value
      }
      return sum
    },
  }
}
