import { Failure } from "../../failure/failure.ts"
import type { LeastSquaresProblem } from "../problem.ts"

/** Where a search begins to look, in the variables the solver moves; plain data. */
export interface SearchBox {
  readonly lower: readonly number[]
  readonly upper: readonly number[]
}

/**
 * The box of a search that starts at x: the one asked for, or the bounds of the problem and, where one of them is infinite, as far from x as
 * that is large (1 from 0). It never reaches beyond the bounds.
 *
 * @throws Failure where a box asked for is infinite or empty.
 */
export function searchBox(problem: LeastSquaresProblem, x: Float64Array, asked?: BoxRequest): SearchBox {
  const names = problem.names.filter(
    (_, k) => asked && !(Number.isFinite(asked.lower[k]) && asked.lower[k] <= asked.upper[k] && Number.isFinite(asked.upper[k])),
  )
  if (names.length > 0) {
    const some = `${names.slice(0, 8).join(", ")}${names.length > 8 ? ", …" : ""}`
    throw new Failure(`no finite range to search is given for ${some}`, { advice: "give a lower and a higher upper bound" })
  }
  const side = (bounds: Float64Array, wish: ArrayLike<number> | undefined, sign: number): number[] =>
    Array.from(x, (value, k) => {
      const edge = wish ? wish[k] : Number.isFinite(bounds[k]) ? bounds[k] : value + sign * (Math.abs(value) || 1)
      return clamp(edge, problem.lower[k], problem.upper[k]) + 0
    })
  return { lower: side(problem.lower, asked?.lower, -1), upper: side(problem.upper, asked?.upper, 1) }
}

/** A box as options give it. */
export interface BoxRequest {
  readonly lower: ArrayLike<number>
  readonly upper: ArrayLike<number>
}

/** The part of a box that belongs to the nonlinear parameters: what a search inside variable projection sees. */
export function nonlinearBox(box: BoxRequest, linear: readonly boolean[]): SearchBox {
  const keep = (side: ArrayLike<number>): number[] => Array.from(side).filter((_, k) => !linear[k])
  return { lower: keep(box.lower), upper: keep(box.upper) }
}

/** Components that can move, by index. */
export function freeComponents(box: SearchBox): number[] {
  return box.lower.flatMap((lower, k) => (lower < box.upper[k] ? [k] : []))
}

/** The point at these fractions of the box (beyond 0 and 1: outside of it), kept within the bounds of the problem. */
export function fromFractions(problem: LeastSquaresProblem, box: SearchBox, fractions: ArrayLike<number>): Float64Array {
  return Float64Array.from(box.lower, (lower, k) =>
    clamp(lower + fractions[k] * (box.upper[k] - lower), problem.lower[k], problem.upper[k]),
  )
}

/** Largest distance of two points along one parameter, as a fraction of the box. */
export function apart(box: SearchBox, a: ArrayLike<number>, b: ArrayLike<number>): number {
  return box.lower.reduce(
    (most, lower, k) => (lower < box.upper[k] ? Math.max(most, Math.abs(a[k] - b[k]) / (box.upper[k] - lower)) : most),
    0,
  )
}

export function clamp(value: number, lower: number, upper: number): number {
  return Math.min(upper, Math.max(lower, value))
}
