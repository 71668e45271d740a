import type { LeastSquaresProblem } from "../../solve/problem.ts"
import { drive, type Solver, type SolverState } from "../../solve/solver.ts"
import { ConformanceError } from "../conformance-error.ts"
import { certifiedProblem, nistRegressions } from "./nist.ts"
import { residualProblem } from "./residual-problem.ts"

/** Of `checkSolver`. */
export interface SolverCheckOptions {
  /** Certified regressions the solver cannot do, `Name` or `Name/1` for one start, each with the reason. */
  readonly except?: Readonly<Record<string, string>>
  /** Largest relative error of a certified parameter; default 1e-5. */
  readonly tolerance?: number
}

/**
 * Checks a least-squares solver: it finds the certified minima of the NIST regressions from both official starts, keeps within
 * bounds and ends on the right one, never raises the cost, walks around points where the cost is not a number, ends (naming it)
 * when a parameter has no effect, and goes on from a state that went through JSON as if it had never stopped, bit for bit.
 *
 * @throws ConformanceError naming the law that fails.
 */
export async function checkSolver<State extends SolverState>(solver: Solver<State>, options: SolverCheckOptions = {}): Promise<void> {
  await checkCertified(solver, options)
  await checkBounds(solver)
  await checkHoles(solver)
  await checkIdle(solver)
  await checkResume(solver)
}

async function checkCertified<State extends SolverState>(solver: Solver<State>, options: SolverCheckOptions): Promise<void> {
  const { except = {}, tolerance = 1e-5 } = options
  for (const regression of nistRegressions) {
    for (const [index, start] of regression.starts.entries()) {
      const label = `${regression.name}/${index + 1}`
      if (regression.name in except || label in except) continue
      const { state, status } = await drive(solver, certifiedProblem(regression), Float64Array.from(start))
      demand("certified minimum", status.outcome === "converged", `${label} ended as ${status.outcome}: ${status.sentence}`)
      const found = regression.canonical?.(state.x) ?? state.x
      const error = Math.max(...regression.certified.map((value, k) => Math.abs(found[k] / value - 1)))
      demand("certified minimum", error <= tolerance, `${label}: a parameter is off by ${error} of itself (${status.sentence})`)
      const excess = 2 * state.cost - regression.residualSumOfSquares
      demand(
        "certified minimum",
        Math.abs(excess) <= 1e-9 * regression.residualSumOfSquares + 1e-20,
        `${label}: the cost is off by ${excess}`,
      )
    }
  }
}

/** ½(10 (y − x²))² + ½(1 − x)²: Rosenbrock's valley, Comput. J. 3, 175 (1960), DOI 10.1093/comjnl/3.3.175. */
function valley(lower: readonly number[], upper: readonly number[]): LeastSquaresProblem {
  return residualProblem({
    names: ["x", "y"],
    lower,
    upper,
    residuals: ([x, y]) => Float64Array.of(10 * (y - x * x), 1 - x),
    jacobian: ([x]) => Float64Array.of(-20 * x, 10, -1, 0),
  })
}

async function checkBounds<State extends SolverState>(solver: Solver<State>): Promise<void> {
  const free = await drive(solver, valley([-5, -5], [5, 5]), Float64Array.of(-1.2, 1))
  demand("bounds", distance(free.state.x, [1, 1]) < 1e-6, `bounds that do not bind must not matter, ended at ${free.state.x.join(", ")}`)
  // With x ≤ ½ the best is x = ½, y = ¼, cost ⅛.
  const seen: (readonly number[])[] = []
  const held = await drive(solver, valley([-5, -5], [0.5, 5]), Float64Array.of(-1.2, 1), { onIteration: ({ x }) => void seen.push(x) })
  demand("bounds", held.state.x[0] === 0.5, `x must end on its bound 0.5 exactly, not at ${held.state.x[0]}`)
  demand(
    "bounds",
    Math.abs(held.state.x[1] - 0.25) < 1e-6 && held.status.outcome === "converged",
    `y ended at ${held.state.x[1]}: ${held.status.sentence}`,
  )
  demand(
    "bounds",
    seen.every(([x, y]) => x <= 0.5 && Math.abs(y) <= 5),
    "an iterate lies outside",
  )
  demand(
    "bounds",
    held.status.notes.some((note) => note.startsWith("x ")),
    "the parameter on its bound is not reported",
  )
}

/** log x − 3 is not a number for x < 0 and infinite at 0; its zero is e³. */
async function checkHoles<State extends SolverState>(solver: Solver<State>): Promise<void> {
  const problem = residualProblem({
    names: ["x"],
    residuals: ([x]) => Float64Array.of(Math.log(x) - 3),
    jacobian: ([x]) => Float64Array.of(1 / x),
  })
  // A Gauss–Newton step from here goes to x < 0.
  const start = 2000
  const { state } = await drive(solver, problem, Float64Array.of(start))
  demand("points without a cost", Math.abs(state.x[0] / Math.exp(3) - 1) < 1e-8, `ended at ${state.x[0]}`)
}

async function checkIdle<State extends SolverState>(solver: Solver<State>): Promise<void> {
  const problem = residualProblem({
    names: ["a", "idle", "b"],
    residuals: ([a, , b]) => Float64Array.of(a * b - 6, a + b - 5, a - b + 1),
    jacobian: ([a, , b]) => Float64Array.of(b, 0, a, 1, 0, 1, 1, 0, -1),
  })
  const { state, status } = await drive(solver, problem, Float64Array.of(1, 7.5, 9))
  demand("parameter without effect", distance(state.x, [2, 7.5, 3]) < 1e-6, `ended at ${state.x.join(", ")}, not 2, 7.5, 3`)
  demand(
    "parameter without effect",
    status.notes.some((note) => note.startsWith("idle ")),
    "it is not named",
  )
}

async function checkResume<State extends SolverState>(solver: Solver<State>): Promise<void> {
  const problem = valley([-5, -5], [5, 5])
  const texts: string[] = []
  const costs: number[] = []
  const onIteration = (state: State): void => {
    texts.push(JSON.stringify(state))
    costs.push(state.cost)
  }
  const whole = await drive(solver, problem, Float64Array.of(-1.2, 1), { onIteration })
  demand(
    "monotonic cost",
    costs.every((cost, i) => i === 0 || cost <= costs[i - 1]),
    `costs ${costs.join(", ")}`,
  )
  for (const text of texts) {
    const resumed = await drive(solver, problem, JSON.parse(text))
    demand(
      "resume",
      JSON.stringify(resumed.state) === JSON.stringify(whole.state),
      `from ${text} it ended at ${JSON.stringify(resumed.state)}`,
    )
  }
}

function distance(x: readonly number[], target: readonly number[]): number {
  return Math.max(...target.map((value, k) => Math.abs(x[k] - value)))
}

function demand(check: string, holds: boolean, what: string): void {
  if (!holds) throw new ConformanceError(check, what)
}
