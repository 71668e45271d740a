import { NO_COST } from "../../solve/global/costs-of.ts"
import type { SearchState } from "../../solve/global/search.ts"
import type { LeastSquaresProblem } from "../../solve/problem.ts"
import { drive, type Solver } from "../../solve/solver.ts"
import { ConformanceError } from "../conformance-error.ts"
import { ellipsoid, rastrigin } from "./standard-functions.ts"

/** A search with this seed and budget, its other options left to the one who checks. */
export type SearchFactory<State extends SearchState> = (options: { readonly seed: number; readonly evaluations: number }) => Solver<State>

const EVALUATIONS = 2000

/**
 * Checks a global search: it finds the lowest of the 121 basins of Rastrigin's function in two dimensions, keeps every point it asks for within the bounds and
 * fixed parameters where they are, ends within its budget, never raises the cost, tolerates points and a start without a cost, repeats
 * itself for the same seed alone, does not depend on how costs of a batch are found, and goes on from a state that went through JSON as
 * if it had never stopped, bit for bit.
 *
 * @throws ConformanceError naming the law that fails.
 */
export async function checkSearch<State extends SearchState>(make: SearchFactory<State>): Promise<void> {
  await checkBasin(make)
  await checkHoles(make)
  await checkRepetition(make)
  await checkResume(make)
}

/** The problem, with a note of every point a cost is asked of. */
function watched(problem: LeastSquaresProblem, seen: Float64Array[]): LeastSquaresProblem {
  return { ...problem, cost: (x) => (seen.push(x.slice()), problem.cost(x)) }
}

async function checkBasin<State extends SearchState>(make: SearchFactory<State>): Promise<void> {
  const { problem, lowest } = rastrigin(3)
  // The third parameter is held; its value matters.
  const held: LeastSquaresProblem = {
    ...problem,
    lower: problem.lower.with(2, lowest[2]),
    upper: problem.upper.with(2, lowest[2]),
  }
  const seen: Float64Array[] = []
  const costs: number[] = []
  const onIteration = ({ cost }: State): void => void costs.push(cost)
  const start = Float64Array.of(-4, 3, lowest[2])
  const { state, status } = await drive(make({ seed: 5, evaluations: EVALUATIONS }), watched(held, seen), start, { onIteration })
  demand(
    "basin",
    state.x.every((value, k) => Math.abs(value - lowest[k]) < 0.5),
    `ended at ${state.x.join(", ")}: ${status.sentence}`,
  )
  demand(
    "bounds",
    seen.every((x) => x.every((value, k) => value >= held.lower[k] && value <= held.upper[k])),
    "a point lies outside",
  )
  demand(
    "fixed parameters",
    seen.every((x) => x[2] === lowest[2]),
    "a parameter whose bounds are equal moved",
  )
  demand(
    "budget",
    seen.length <= state.evaluations && state.evaluations <= EVALUATIONS * 1.1,
    `${seen.length} costs, ${state.evaluations} counted`,
  )
  demand(
    "monotonic cost",
    costs.every((cost, i) => i === 0 || cost <= costs[i - 1]),
    `costs ${costs.slice(0, 20).join(", ")}, …`,
  )
  const [best] = state.candidates
  demand(
    "candidates",
    best?.cost === state.cost && state.candidates.every(({ cost }, i, all) => i === 0 || cost >= all[i - 1].cost),
    "they are not ranked",
  )
  demand("sentence", status.sentence.length > 20 && /\d/.test(status.sentence), `"${status.sentence}" has no numbers`)
}

async function checkHoles<State extends SearchState>(make: SearchFactory<State>): Promise<void> {
  // No cost left of x = y / 2, infinite there or not a number; the start lies there.
  const { problem } = ellipsoid(2, 1)
  const root: LeastSquaresProblem = { ...problem, cost: async (x) => (x[0] < x[1] / 2 ? (x[1] > 0 ? NaN : Infinity) : problem.cost(x)) }
  const { state, status } = await drive(make({ seed: 2, evaluations: EVALUATIONS }), root, Float64Array.of(-3, 3))
  demand(
    "points without a cost",
    state.x.every((value) => Math.abs(value - 0.7) < 0.05),
    `ended at ${state.x.join(", ")}: ${status.sentence}`,
  )
  const none: LeastSquaresProblem = { ...problem, cost: async () => NaN }
  const lost = await drive(make({ seed: 2, evaluations: 200 }), none, Float64Array.of(1, 1))
  demand("no cost anywhere", lost.status.outcome === "stalled" && lost.state.candidates.length === 0, lost.status.sentence)
  demand("no cost anywhere", lost.state.cost === NO_COST, `the cost is told as ${lost.state.cost}`)
}

async function checkRepetition<State extends SearchState>(make: SearchFactory<State>): Promise<void> {
  const { problem } = rastrigin(3)
  const start = Float64Array.of(1, 2, 3)
  const run = async (seed: number, given: LeastSquaresProblem): Promise<string> =>
    JSON.stringify((await drive(make({ seed, evaluations: 300 }), given, start)).state)
  const once = await run(7, problem)
  demand("seed", (await run(7, problem)) === once, "two runs with one seed differ")
  demand("seed", (await run(8, problem)) !== once, "runs with different seeds are the same")
  // As threads may: the last point first.
  const batch: LeastSquaresProblem = {
    ...problem,
    costs: async (points) => {
      const costs = new Float64Array(points.length)
      for (let i = points.length - 1; i >= 0; i--) costs[i] = await problem.cost(points[i])
      return costs
    },
  }
  demand("batches", (await run(7, batch)) === once, "the result depends on how the costs of a batch are found")
}

async function checkResume<State extends SearchState>(make: SearchFactory<State>): Promise<void> {
  const { problem } = rastrigin(2)
  const start = Float64Array.of(-1.2, 1)
  const solver = make({ seed: 3, evaluations: 400 })
  const texts: string[] = []
  const whole = await drive(solver, problem, start, { onIteration: (state) => void texts.push(JSON.stringify(state)) })
  const every = Math.max(1, Math.floor(texts.length / 8))
  for (let i = 0; i < texts.length; i += every) {
    const resumed = await drive(make({ seed: 3, evaluations: 400 }), problem, JSON.parse(texts[i]))
    demand("resume", JSON.stringify(resumed.state) === JSON.stringify(whole.state), `from step ${i} it ended elsewhere`)
  }
}

function demand(check: string, holds: boolean, what: string): void {
  if (!holds) throw new ConformanceError(check, what)
}
