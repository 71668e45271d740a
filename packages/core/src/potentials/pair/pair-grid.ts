import { SpecFailure } from "../../failure/failure.ts"
import type { RegulariserRow } from "../regulariser.ts"
import type { PairGridSpec, PairSplineSpec } from "./function-schema.ts"

/** The cubic spline through the values of a grid: what a grid is but for its penalty. */
export function splineOfGrid({ grid: { points, start, values }, ...rest }: PairGridSpec): PairSplineSpec {
  return { ...rest, spline: { knots: points, order: "cubic", basis: "values", start, values } }
}

/** The grid of a spline that `splineOfGrid` made. */
export function gridOfSpline({ spline: { knots, start, values }, ...rest }: PairSplineSpec): PairGridSpec {
  return { ...rest, grid: { points: knots, ...(start !== undefined && { start }), ...(values !== undefined && { values }) } }
}

/** Runs `work` on a grid's spline; its failures are told in the words of the grid. */
export function inGrid<T>(work: () => T): T {
  try {
    return work()
  } catch (failure) {
    if (!(failure instanceof SpecFailure) || failure.path[0] !== "spline") throw failure
    const [, key, ...rest] = failure.path
    const path = ["grid", ...(key === undefined ? [] : [key === "knots" ? "points" : key]), ...rest]
    throw new SpecFailure(failure.message, { path, advice: failure.advice, cause: failure })
  }
}

/**
 * The rows of Σ (v₋ − 2v + v₊)² over the values on a grid; the value at the last point, the cutoff, is zero and no parameter. On a grid
 * that is not even they are h² v″ by divided differences, with h the mean spacing.
 */
export function secondDifferences(points: readonly number[]): readonly RegulariserRow[] {
  const last = points.length - 1
  const mean = (points[last] - points[0]) / last
  return points.slice(1, last).map((at, k) => {
    const [before, behind] = [at - points[k], points[k + 2] - at]
    const coefficients = [
      (2 * mean * mean) / (before * (before + behind)),
      (-2 * mean * mean) / (before * behind),
      (2 * mean * mean) / (behind * (before + behind)),
    ]
    return k + 2 === last
      ? { parameters: [k, k + 1], coefficients: coefficients.slice(0, 2) }
      : { parameters: [k, k + 1, k + 2], coefficients }
  })
}
