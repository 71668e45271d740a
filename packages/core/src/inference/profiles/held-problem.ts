import type { LeastSquaresProblem } from "../../solve/problem.ts"

/** The same problem with parameter `index` held at a value. */
export function heldProblem(problem: LeastSquaresProblem, index: number, value: number): LeastSquaresProblem {
  const lower = problem.lower.slice()
  const upper = problem.upper.slice()
  lower[index] = value
  upper[index] = value
  return { ...problem, lower, upper }
}
