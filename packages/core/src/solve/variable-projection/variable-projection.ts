import { columnNorms } from "../../linalg/triangle/measures.ts"
import { noteworthy } from "../least-squares/stopping.ts"
import type { LeastSquaresProblem } from "../problem.ts"
import type { Solver, SolverState } from "../solver.ts"
import type { SolverStatus } from "../status.ts"
import { reducedProblem, type ReducedProblem } from "./reduced-problem.ts"

/** x holds all parameters, the linear ones at their optimum for the nonlinear ones. */
export interface VariableProjectionState<Inner> extends SolverState {
  /** All parameters at the start; linear ones that no residual feels keep their values. */
  readonly reference: readonly number[]
  /** Of the solver of the nonlinear parameters. */
  readonly inner: Inner
}

/** Reduced problems that are remembered, each with its last point: more than there are runs of a multi-start at once. */
const REMEMBERED = 32

/**
 * A solver of problems with parameters marked linear: another solver moves the nonlinear ones, and for each trial the linear ones
 * are solved for exactly. With all of them linear that is one linear solution; with none it is the other solver.
 */
export function variableProjection<Inner extends SolverState>(solver: Solver<Inner>): Solver<VariableProjectionState<Inner>> {
  const reduced = new WeakMap<LeastSquaresProblem, Map<string, ReducedProblem>>()

  function reduce(problem: LeastSquaresProblem, reference: readonly number[]): ReducedProblem {
    const key = reference.join()
    const own = reduced.get(problem) ?? new Map<string, ReducedProblem>()
    reduced.set(problem, own)
    const made = own.get(key) ?? reducedProblem(problem, Float64Array.from(reference))
    own.set(key, made)
    const [oldest] = own.keys()
    if (own.size > REMEMBERED) own.delete(oldest)
    return made
  }

  async function lift(problem: LeastSquaresProblem, reference: readonly number[], inner: Inner): Promise<VariableProjectionState<Inner>> {
    const { iteration, cost } = inner
    const x = await reduce(problem, reference).complete(Float64Array.from(inner.x))
    const status = inner.status ? await describe(problem, x, inner.status) : null
    return { iteration, cost, x: Array.from(x, (value) => value + 0), status, reference, inner }
  }

  return Object.freeze({
    init: async (problem: LeastSquaresProblem, x: Float64Array) => {
      const reference = Array.from(x, (value) => value + 0)
      const { nonlinear } = reduce(problem, reference)
      return lift(
        problem,
        reference,
        await solver.init(
          reduce(problem, reference),
          Float64Array.from(nonlinear, (k) => x[k]),
        ),
      )
    },
    step: async (problem: LeastSquaresProblem, { reference, inner }: VariableProjectionState<Inner>) =>
      lift(problem, reference, await solver.step(reduce(problem, reference), inner)),
  })
}

async function describe(problem: LeastSquaresProblem, x: Float64Array, { outcome, sentence }: SolverStatus): Promise<SolverStatus> {
  const notes = noteworthy({ problem, x, norms: columnNorms(await problem.linearise(x)) })
  if (!problem.linear.every(Boolean)) return { outcome, sentence, notes }
  return { outcome: "converged", sentence: `solved: all ${problem.size} parameters are linear`, notes }
}
