import { residualSquaredAfter } from "../../linalg/triangle/measures.ts"
import { factoriseScaled } from "./factorise-scaled.ts"
import { addLower, normalEquations, steadied, suspiciousPivot } from "./normal-equations.ts"
import { addPenaltyGradient, addPenaltyMatrix, penaltyForm } from "./penalty-form.ts"
import type { LinearSystem } from "./system.ts"

/** A solution at some weights. */
export interface Resolved {
  /** `[n]` */
  readonly x: Float64Array
  /** By component: √(‖r + J x‖²/rows) as for σ = 1 and factor 1; NaN without rows. */
  readonly errors: Float64Array
}

/** Solves a system again and again with other weights. */
export interface Resolver {
  /**
   * @param weights by component: what its rows are multiplied with, factor/σ; 0 leaves it out
   * @param alphas by penalty
   * @throws RangeError where weights and penalties leave unknowns undetermined
   */
  solve(weights: ArrayLike<number>, alphas: ArrayLike<number>): Resolved
}

/**
 * Prepares the matrices JᵀJ of all components once, `n²` numbers each; a solution then costs n³/3 flops: milliseconds for hundreds of
 * unknowns. One step of refinement from the triangles makes up for the squared condition number; final coefficients still are best taken
 * from `stackSystem` and `solveLinear`.
 */
export function createResolver(system: LinearSystem): Resolver {
  const n = system.columns.length
  const parts = system.components.map(({ folds }) => folds.map((triangle) => ({ triangle, weight: 1 })))
  const equations = parts.map((own) => steadied(normalEquations(n, own)))
  const forms = system.penalties.map((penalty) => penaltyForm(penalty))
  return Object.freeze({
    solve: (weights: ArrayLike<number>, alphas: ArrayLike<number>): Resolved => {
      const A = new Float64Array(n * n)
      equations.forEach(({ matrix }, c) => {
        if (weights[c] !== 0) addLower(matrix, weights[c] ** 2, A, n)
      })
      forms.forEach((form, q) => addPenaltyMatrix(form, alphas[q], A, n))
      const factor = factoriseScaled(A, n)
      if (!factor || factor.weakestPivot < suspiciousPivot(n))
        throw new RangeError("these weights and penalties leave unknowns undetermined: add a penalty")
      const x = new Float64Array(n)
      const half = new Float64Array(n)
      for (let round = 0; round < 2; round++) {
        half.fill(0)
        equations.forEach((_, c) => {
          if (weights[c] === 0) return
          for (const { triangle } of parts[c]) addTriangleGradient(triangle.data, n, x, -(weights[c] ** 2), half)
        })
        forms.forEach((form, q) => addPenaltyGradient(form, x, -alphas[q], half))
        const step = factor.solve(half)
        for (let k = 0; k < n; k++) x[k] += step[k]
      }
      const errors = Float64Array.from(parts, (own) => {
        const rows = own.reduce((sum, { triangle }) => sum + triangle.rows, 0)
        const square = own.reduce((sum, { triangle }) => sum + residualSquaredAfter(triangle, x), 0)
        return rows > 0 ? Math.sqrt(square / rows) : NaN
      })
      return { x, errors }
    },
  })
}

/** Adds weight × Rᵀ(R x + q) of a trapezoid to `out`. */
function addTriangleGradient(data: Float64Array, n: number, x: Float64Array, weight: number, out: Float64Array): void {
  const width = n + 1
  const height = Math.min(n, data.length / width)
  for (let i = 0; i < height; i++) {
    const row = i * width
    let value = data[row + n]
    for (let j = i; j < n; j++) value += data[row + j] * x[j]
    value *= weight
    for (let j = i; j < n; j++) out[j] += value * data[row + j]
  }
}
