import { independentColumns } from "../../linalg/triangle/independent-columns.ts"
import { columnNorms, isFiniteTriangle } from "../../linalg/triangle/measures.ts"
import { eliminateLeading, selectColumns } from "../../linalg/triangle/change-columns.ts"
import type { Triangle } from "../../linalg/triangle/triangle.ts"
import { solveBounded } from "../linear/solve-bounded.ts"
import { solveLinear } from "../linear/solve-linear.ts"
import type { LeastSquaresProblem } from "../problem.ts"

/** A problem in its nonlinear parameters alone, and the way back to all of them. */
export interface ReducedProblem extends LeastSquaresProblem {
  /** Where the nonlinear parameters are among all. */
  readonly nonlinear: readonly number[]
  readonly linear: readonly boolean[]
  /** All parameters, the linear ones at their optimum for these nonlinear ones. */
  complete(nonlinear: Float64Array): Promise<Float64Array>
}

/** What is known of the last α. */
interface Projected {
  readonly key: string
  readonly x: Float64Array
  readonly triangle: Triangle | null
}

/**
 * Variable projection: min over x = (c, α) of ½‖r‖², with r affine in c, becomes min over α of ½‖r(c*(α), α)‖², where c*(α) solves
 * the linear problem, within its bounds, exactly. Its Jacobian, in Kaufman's form, is what is left of the columns of α once those of
 * the free c are projected out: the trailing triangle of `[J_c | J_α | r]` at c*(α).
 *
 * c*(α) is always reached from c = 0 (or the bound next to it), where no sum of large terms hides the data (from `reference` where the
 * derivatives do not exist at 0), so the reduced problem is a
 * function of α alone and runs can be resumed. Of the solutions that fit equally well it is the smallest; components that no residual
 * feels keep their value of `reference`.
 *
 * Source: Golub & Pereyra, DOI 10.1137/0710036; Kaufman, DOI 10.1007/BF01932995; O'Leary & Rust, DOI 10.1007/s10589-012-9492-9.
 */
export function reducedProblem(problem: LeastSquaresProblem, reference: Float64Array): ReducedProblem {
  const all = Array.from({ length: problem.size }, (_, k) => k)
  const linear = all.filter((k) => problem.linear[k])
  const nonlinear = all.filter((k) => !problem.linear[k])
  const clamped = (value: number, k: number): number => Math.min(problem.upper[k], Math.max(problem.lower[k], value))
  const zero = reference.map((value, k) => clamped(problem.linear[k] ? 0 : value, k))
  const given = reference.map(clamped)
  let last: Projected | null = null

  function place(base: Float64Array, alpha: Float64Array): Float64Array {
    const x = base.slice()
    nonlinear.forEach((k, i) => (x[k] = alpha[i]))
    return x
  }

  /** c*(α) by one linear solution; remembered, since a step accepted is linearised next at the same point. */
  async function project(alpha: Float64Array): Promise<Projected> {
    const key = alpha.join()
    if (last?.key === key) return last
    let start = place(zero, alpha)
    let triangle = await problem.linearise(start)
    if (!isFiniteTriangle(triangle)) {
      start = place(given, alpha)
      triangle = await problem.linearise(start)
    }
    last = { key, x: optimum(start, triangle), triangle: null }
    return last
  }

  /** c*(α), from the linearisation at a start. */
  function optimum(start: Float64Array, triangle: Triangle): Float64Array {
    const { x } = bestLinear(problem, start, triangle, linear)
    const norms = columnNorms(triangle)
    for (const k of linear) if (norms[k] === 0) x[k] = given[k]
    return x
  }

  /** The costs of many α, with the linear solutions of all of them found from one batch. */
  const { costs, linearisations } = problem
  const batch =
    costs && linearisations
      ? async (alphas: readonly Float64Array[]): Promise<Float64Array> => {
          const starts = alphas.map((alpha) => place(zero, alpha))
          const triangles = [...(await linearisations(starts))]
          const broken = [...triangles.keys()].filter((i) => !isFiniteTriangle(triangles[i]))
          for (const i of broken) starts[i] = place(given, alphas[i])
          const again = broken.length > 0 ? await linearisations(broken.map((i) => starts[i])) : []
          broken.forEach((i, j) => (triangles[i] = again[j]))
          const whole = [...triangles.keys()].filter((i) => isFiniteTriangle(triangles[i]))
          const known = await costs(whole.map((i) => optimum(starts[i], triangles[i])))
          const all = new Float64Array(alphas.length).fill(Infinity)
          whole.forEach((i, j) => (all[i] = known[j]))
          return all
        }
      : null

  /** The whole linearisation at (c*(α), α), remembered too. */
  async function linearise(alpha: Float64Array): Promise<{ readonly x: Float64Array; readonly triangle: Triangle }> {
    const projected = await project(alpha)
    const triangle = projected.triangle ?? (await problem.linearise(projected.x))
    last = { ...projected, triangle }
    return { x: projected.x, triangle }
  }

  return Object.freeze({
    size: nonlinear.length,
    nonlinear,
    names: nonlinear.map((k) => problem.names[k]),
    lower: Float64Array.from(nonlinear, (k) => problem.lower[k]),
    upper: Float64Array.from(nonlinear, (k) => problem.upper[k]),
    linear: nonlinear.map(() => false),
    cost: async (alpha: Float64Array) => {
      const { x } = await project(alpha)
      return x.every((value) => Number.isFinite(value)) ? problem.cost(x) : Infinity
    },
    ...(batch && { costs: batch }),
    linearise: async (alpha: Float64Array) => {
      const { x, triangle } = await linearise(alpha)
      const { free } = bestLinear(problem, x, triangle, linear)
      const independent = independentColumns(triangle, free)
      return eliminateLeading(selectColumns(triangle, [...independent, ...nonlinear]), independent.length)
    },
    complete: async (alpha: Float64Array) => {
      // A second solution from where the first one ended takes away its rounding.
      const projected = await project(alpha)
      if (!projected.x.every((value) => Number.isFinite(value))) return place(given, alpha)
      const { x, triangle } = await linearise(alpha)
      const best = bestLinear(problem, x, triangle, linear).x
      return best.every((value) => Number.isFinite(value)) ? best : x
    },
  })
}

/** x with its linear components at the optimum of the linear model, and those of them that are on no bound. */
function bestLinear(
  problem: LeastSquaresProblem,
  x: Float64Array,
  triangle: Triangle,
  linear: readonly number[],
): { readonly x: Float64Array; readonly free: readonly number[] } {
  if (!isFiniteTriangle(triangle)) return { x: x.map(() => NaN), free: [] }
  const columns = selectColumns(triangle, linear)
  const lower = Float64Array.from(linear, (k) => problem.lower[k] - x[k])
  const upper = Float64Array.from(linear, (k) => problem.upper[k] - x[k])
  let delta = solveLinear(columns).value
  let sides: ArrayLike<number> = new Int8Array(linear.length)
  if (!delta.every((value, i) => value > lower[i] && value < upper[i])) {
    const bounded = solveBounded(columns, lower, upper)
    delta = bounded.value
    sides = bounded.stats.sides
  }
  const next = x.slice()
  linear.forEach((k, i) => {
    next[k] = sides[i] === -1 ? problem.lower[k] : sides[i] === 1 ? problem.upper[k] : x[k] + delta[i]
  })
  return { x: next, free: linear.filter((_, i) => sides[i] === 0) }
}
