import type { LeastSquaresProblem } from "../problem.ts"

/** A problem that counts what is asked of it: costs and linearisations alike. */
export interface CountedProblem {
  readonly problem: LeastSquaresProblem
  /** How many since this was last called. */
  taken(): number
}

/** Makes counted problems, one and the same for each problem, so that solvers which remember things of a problem go on doing so. */
export function evaluationCounter(): (problem: LeastSquaresProblem) => CountedProblem {
  const known = new WeakMap<LeastSquaresProblem, CountedProblem>()
  return (problem) => {
    const made = known.get(problem) ?? count(problem)
    known.set(problem, made)
    return made
  }
}

function count(problem: LeastSquaresProblem): CountedProblem {
  let evaluations = 0
  const { costs, linearisations } = problem
  const counted: LeastSquaresProblem = {
    ...problem,
    cost: (x) => (evaluations++, problem.cost(x)),
    linearise: (x) => (evaluations++, problem.linearise(x)),
    ...(costs && { costs: (points: readonly Float64Array[]) => ((evaluations += points.length), costs(points)) }),
    ...(linearisations && {
      linearisations: (points: readonly Float64Array[]) => ((evaluations += points.length), linearisations(points)),
    }),
  }
  const taken = (): number => {
    const value = evaluations
    evaluations = 0
    return value
  }
  return { problem: counted, taken }
}
