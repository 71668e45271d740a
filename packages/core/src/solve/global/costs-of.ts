import type { LeastSquaresProblem } from "../problem.ts"

/** Stands for the cost of a point that has none (NaN or ∞): worse than every other, and the same after a JSON round trip. */
export const NO_COST: number = Number.MAX_VALUE

/** Costs of a batch of points, all at once where the problem can; `NO_COST` where there is none. */
export async function costsOf(problem: LeastSquaresProblem, points: readonly Float64Array[]): Promise<Float64Array> {
  const costs = problem.costs ? await problem.costs(points) : await oneByOne(problem, points)
  return costs.map((cost) => (cost < NO_COST ? cost + 0 : NO_COST))
}

async function oneByOne(problem: LeastSquaresProblem, points: readonly Float64Array[]): Promise<Float64Array> {
  const costs = new Float64Array(points.length)
  for (const [i, x] of points.entries()) costs[i] = await problem.cost(x)
  return costs
}
