import { costsOf, NO_COST } from "../../solve/global/costs-of.ts"
import type { Draws } from "../../solve/global/draws.ts"
import type { LeastSquaresProblem } from "../../solve/problem.ts"
import { foldInto, timesSpread } from "./spread.ts"

/** Points to start chains from, with their costs. */
export interface StartingPoints {
  readonly points: readonly Float64Array[]
  readonly costs: Float64Array
}

/** Halvings of a displacement at most before a point is put on the minimum itself. */
const HALVINGS = 30

/** Points around the minimum as wide as L says, folded into the bounds, each where the cost exists. */
export async function startingPoints(
  problem: LeastSquaresProblem,
  x: Float64Array,
  L: Float64Array,
  count: number,
  draws: Draws,
): Promise<StartingPoints> {
  const at = (step: Float64Array): Float64Array => x.map((value, k) => foldInto(value + step[k], problem.lower[k], problem.upper[k]))
  const steps = Array.from({ length: count }, () =>
    timesSpread(
      L,
      x.map(() => draws.normal()),
    ),
  )
  let points = steps.map(at)
  let costs = await costsOf(problem, points)
  for (let halving = 0; halving < HALVINGS && costs.includes(NO_COST); halving++) {
    for (const [i, step] of steps.entries()) if (costs[i] === NO_COST) steps[i] = step.map((component) => 0.5 * component)
    points = steps.map(at)
    costs = await costsOf(problem, points)
  }
  return { points, costs }
}
