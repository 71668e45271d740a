import { svd } from "../../linalg/factorisations/svd.ts"
import { scaleColumns } from "../../linalg/triangle/change-columns.ts"
import { mergeTriangles } from "../../linalg/triangle/combine-rows.ts"
import { columnNorms, residualSquared } from "../../linalg/triangle/measures.ts"
import { cornerOf, emptyTriangle, factorOf, projectionOf, scaleTriangle, type Triangle } from "../../linalg/triangle/triangle.ts"
import { type SolverResult, show } from "../status.ts"
import { checkSystem } from "./check-system.ts"
import { foldCount } from "./cross-validation/folded-forms.ts"
import { addPenalty } from "./stack-system.ts"
import type { LinearSystem } from "./system.ts"

export interface TruncationOptions {
  /** How many directions are kept: a number of them, those above a part of the largest singular value, or the best by a criterion. */
  readonly keep: { readonly rank: number } | { readonly tolerance: number } | { readonly criterion: "gcv" | "cross-validation" }
}

export interface TruncationStats {
  readonly rank: number
  /** Falling singular values of the weighted matrix once its columns have unit norm, `[n]`. */
  readonly singularValues: Float64Array
  /** By number of directions kept, from 0: ‖r + J x‖² of the weighted rows and penalties. */
  readonly squares: Float64Array
  /** By number of directions kept: what was minimised; null where rank or tolerance were given. */
  readonly criterion: Float64Array | null
}

/**
 * Least squares among the directions that the data see best: a singular value decomposition of the stacked weighted triangle with columns
 * scaled to unit norm, cut after some singular values. Penalties count as rows at the strengths they start from, σ as they start.
 *
 *     x = −Σ_{j < rank} v_j (u_jᵀ q)/s_j       GCV(rank) = N χ²(rank)/(N − rank)²
 *
 * Source: Hansen, Rank-Deficient and Discrete Ill-Posed Problems (DOI 10.1137/1.9780898719697), ch. 3.
 */
export function solveTruncated(system: LinearSystem, options: TruncationOptions): SolverResult<Float64Array, TruncationStats> {
  checkSystem(system)
  const { keep } = options
  const total = stackWithout(system, -1)
  const scale = columnNorms(total).map((size) => (size > 0 ? 1 / size : 1))
  const path = pathOf(total, scale)
  const n = system.columns.length
  const criterion = "criterion" in keep ? (keep.criterion === "gcv" ? generalised(path, total.rows) : heldOut(system, scale)) : null
  const rank = criterion
    ? criterion.reduce((best, value, k) => (value < criterion[best] ? k : best), 0)
    : "rank" in keep
      ? Math.min(keep.rank, n)
      : "tolerance" in keep
        ? path.values.filter((value) => value > keep.tolerance * path.values[0]).length
        : n
  const value = path.solutionOf(rank)
  const sentence = `solved in ${rank} of ${n} directions, singular values down to ${show(rank > 0 ? path.values[rank - 1] / path.values[0] : 1)} of the largest`
  const stats = { rank, singularValues: path.values, squares: path.squares, criterion }
  return { value, status: { outcome: "converged", sentence, notes: [] }, stats }
}

interface TruncationPath {
  readonly values: Float64Array
  /** By rank from 0. */
  readonly squares: Float64Array
  /** Coefficient of direction j. */
  readonly amplitudes: Float64Array
  /** Direction j in the units of the unknowns. */
  direction(j: number): Float64Array
  solutionOf(rank: number): Float64Array
}

function pathOf(triangle: Triangle, scale: Float64Array): TruncationPath {
  const { n } = triangle
  const { values, U, V } = svd(factorOf(scaleColumns(triangle, scale)), n, n)
  const q = projectionOf(triangle)
  const parts = Float64Array.from({ length: n }, (_, j) => q.reduce((sum, value, i) => sum + U[i * n + j] * value, 0))
  const squares = new Float64Array(n + 1)
  squares[0] = residualSquared(triangle)
  for (let j = 0; j < n; j++) squares[j + 1] = Math.max(cornerOf(triangle) ** 2, squares[j] - parts[j] ** 2)
  const amplitudes = parts.map((part, j) => (values[j] > 0 ? -part / values[j] : 0))
  const direction = (j: number): Float64Array => Float64Array.from({ length: n }, (_, k) => V[k * n + j] * scale[k])
  const solutionOf = (rank: number): Float64Array => {
    const x = new Float64Array(n)
    for (let k = 0; k < n; k++) for (let j = 0; j < rank; j++) x[k] += V[k * n + j] * amplitudes[j] * scale[k]
    return x
  }
  return { values, squares, amplitudes, direction, solutionOf }
}

function generalised({ squares, values }: TruncationPath, rows: number): Float64Array {
  return squares.map((square, k) => (k < rows && (k === 0 || values[k - 1] > 0) ? (rows * square) / (rows - k) ** 2 : Infinity))
}

/** Weighted held-out χ² for each number of directions, each fold with the decomposition of the others. */
function heldOut(system: LinearSystem, scale: Float64Array): Float64Array {
  const n = system.columns.length
  const count = foldCount(system)
  if (count < 2) throw new RangeError("cross-validation needs at least two folds")
  const sums = new Float64Array(n + 1)
  for (let fold = 0; fold < count; fold++) {
    const path = pathOf(stackWithout(system, fold), scale)
    const held = weighted(system, (own) => own === fold)
    for (const triangle of held) {
      const height = triangle.data.length / (n + 1)
      const residual = Float64Array.from({ length: height }, (_, i) => triangle.data[i * (n + 1) + n])
      for (let k = 0; k <= n; k++) {
        if (k > 0) addTimes(triangle, path.direction(k - 1), path.amplitudes[k - 1], residual)
        for (const value of residual) sums[k] += value * value
        if (k > 0 && path.values[k - 1] === 0) sums[k] = Infinity
      }
    }
  }
  return sums
}

function addTimes({ n, data }: Triangle, direction: Float64Array, amplitude: number, residual: Float64Array): void {
  for (let i = 0; i < Math.min(n, residual.length); i++) {
    let sum = 0
    for (let j = i; j < n; j++) sum += data[i * (n + 1) + j] * direction[j]
    residual[i] += amplitude * sum
  }
}

function stackWithout(system: LinearSystem, leftOut: number): Triangle {
  const data = mergeTriangles(emptyTriangle(system.columns.length), ...weighted(system, (fold, alone) => alone || fold !== leftOut))
  return system.penalties.reduce((triangle, penalty) => addPenalty(triangle, penalty, penalty.alpha.start), data)
}

function weighted({ components, sigmas }: LinearSystem, chosen: (fold: number, alone: boolean) => boolean): Triangle[] {
  return components.flatMap(({ folds, factor, pool }) =>
    factor > 0
      ? folds.filter((_, fold) => chosen(fold, folds.length === 1)).map((triangle) => scaleTriangle(triangle, factor / sigmas[pool].start))
      : [],
  )
}
