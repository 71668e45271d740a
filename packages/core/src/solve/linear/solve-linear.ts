import { qr, rankOf } from "../../linalg/factorisations/qr.ts"
import { addPrior } from "../../linalg/triangle/add-prior.ts"
import { conditionOf } from "../../linalg/triangle/condition.ts"
import { columnNorms, isFiniteTriangle, residualSquaredAfter } from "../../linalg/triangle/measures.ts"
import { solveUpper, solveUpperTransposed } from "../../linalg/triangle/solve-triangular.ts"
import { scaleColumns } from "../../linalg/triangle/change-columns.ts"
import { factorOf, projectionOf, type Triangle } from "../../linalg/triangle/triangle.ts"
import { type SolverResult, show } from "../status.ts"

export interface LinearStats {
  readonly rank: number
  /** Estimate of ‖J‖ ‖J⁺‖ in the 1-norm, in the units the parameters came in; `Infinity` below full rank. */
  readonly condition: number
  /** The same once every column has unit norm: what no choice of units can cure. */
  readonly scaledCondition: number
  /** ‖r + J δ‖² at the solution, without the ridge. */
  readonly residualSquared: number
}

export interface LinearOptions {
  /** Adds ‖√λ_k δ_k‖² (one λ for all, or one each). */
  readonly ridge?: number | Float64Array
  /** Diagonals of the pivoted, column-scaled R below this times the first count as zero; default n ε. */
  readonly tolerance?: number
}

/**
 * The step δ that minimises ‖r + J δ‖² + Σ λ_k δ_k², from the triangle alone. Columns are scaled to unit norm first, so neither the
 * solution nor the rank depends on units. Below full rank it is the solution of least Σ (‖J_k‖ δ_k)²; a column of zeros gets δ = 0.
 */
export function solveLinear(triangle: Triangle, options: LinearOptions = {}): SolverResult<Float64Array, LinearStats> {
  const { n } = triangle
  if (!isFiniteTriangle(triangle)) throw new RangeError("a triangle with numbers that are not finite has no solution")
  const damped = withRidge(triangle, options.ridge)
  const norms = columnNorms(damped)
  const scale = norms.map((size) => (size > 0 ? 1 / size : 1))
  const scaled = scaleColumns(damped, scale)
  const { y, rank } = leastNorm(scaled, options.tolerance)
  const value = y.map((component, k) => component * scale[k])
  const full = rank === n
  const stats = {
    rank,
    condition: full ? conditionOf(damped.data, n + 1, n) : Infinity,
    scaledCondition: full ? conditionOf(scaled.data, n + 1, n) : Infinity,
    residualSquared: residualSquaredAfter(triangle, value),
  }
  return { value, status: { outcome: "converged", sentence: describe(triangle, stats), notes: [] }, stats }
}

function withRidge(triangle: Triangle, ridge: number | Float64Array = 0): Triangle {
  const lambdas = typeof ridge === "number" ? new Float64Array(triangle.n).fill(ridge) : ridge
  if (!lambdas.every((lambda) => lambda >= 0 && Number.isFinite(lambda))) throw new RangeError("a ridge must be finite and not negative")
  return lambdas.some((lambda) => lambda > 0) ? addPrior(triangle, lambdas.map(Math.sqrt)) : triangle
}

/** The y of least norm among those that minimise ‖q + R y‖, by a complete orthogonal decomposition. */
function leastNorm(triangle: Triangle, tolerance: number | undefined): { y: Float64Array; rank: number } {
  const { n } = triangle
  const factors = qr(factorOf(triangle), n, n)
  const rank = rankOf(factors.R, n, n, tolerance)
  const target = factors.project(projectionOf(triangle).map((value) => -value))
  const permuted = rank === n ? solveUpper(factors.R, n, n, target) : leastNormOfRows(factors.R, rank, n, target)
  const y = new Float64Array(n)
  for (let k = 0; k < n; k++) y[factors.permutation[k]] = permuted[k]
  return { y, rank }
}

/** The x of least norm with R x = b, for the first `rank` rows of R: with Rᵀ = Z T, x = Z T⁻ᵀ b. */
function leastNormOfRows(R: Float64Array, rank: number, n: number, b: Float64Array): Float64Array {
  const x = new Float64Array(n)
  if (rank === 0) return x
  const transposed = Float64Array.from({ length: n * rank }, (_, at) => R[(at % rank) * n + Math.floor(at / rank)])
  const factors = qr(transposed, n, rank, { pivot: false })
  const Z = factors.Q()
  const y = solveUpperTransposed(factors.R, rank, rank, b)
  for (let i = 0; i < n; i++) for (let k = 0; k < rank; k++) x[i] += Z[i * rank + k] * y[k]
  return x
}

function describe({ n, rows }: Triangle, { rank, condition, residualSquared }: LinearStats): string {
  const size = `${n} unknown${n === 1 ? "" : "s"} from ${rows} ${rows === 1 ? "datum" : "data"}`
  if (rank < n)
    return `solved for ${size}: the data determine ${rank} directions only; the solution is the smallest of those that fit equally well`
  if (rows === n) return `solved exactly: ${size}, condition number ${show(condition)}`
  return `solved: ${size}, condition number ${show(condition)}, residual norm ${show(Math.sqrt(residualSquared))}`
}
