import { describe, expect, it } from "vitest"
import { checkSearch } from "../../../testing/solver/check-search.ts"
import { checkSolver } from "../../../testing/solver/check-solver.ts"
import { residualProblem } from "../../../testing/solver/residual-problem.ts"
import { rastrigin } from "../../../testing/solver/standard-functions.ts"
import { levenbergMarquardt } from "../../least-squares/levenberg-marquardt.ts"
import { drive, type Solver } from "../../solver.ts"
import { variableProjection } from "../../variable-projection/variable-projection.ts"
import { searchMethods, searchSolver } from "../search-solver.ts"

/** Two damped oscillations through points without noise: amplitudes are linear, frequencies have many local minima. */
const t = Array.from({ length: 80 }, (_, i) => 0.1 * i)
const truth = [1.7, -0.6, 3.3, 7.1]
const wave = ([a, b, p, q]: ArrayLike<number> & Iterable<number>, s: number): number => a * Math.sin(p * s) + b * Math.sin(q * s)
const waves = residualProblem({
  names: ["a", "b", "p", "q"],
  linear: [true, true, false, false],
  lower: [-9, -9, 0.2, 5],
  upper: [9, 9, 5, 12],
  residuals: (x) => Float64Array.from(t, (s) => (wave(x, s) - wave(truth, s)) / 0.1),
  jacobian: ([a, b, p, q]) =>
    Float64Array.from(
      t.flatMap((s) => [Math.sin(p * s), Math.sin(q * s), a * s * Math.cos(p * s), b * s * Math.cos(q * s)]),
      (d) => d / 0.1,
    ),
})

describe("polished searches", () => {
  for (const method of searchMethods) {
    it(`make a least-squares solver of ${method}, and stay a search`, async () => {
      await checkSolver(searchSolver({ method, seed: 4, evaluations: 150 }))
      await checkSearch((options) => searchSolver({ method, ...options }))
    }, 30_000)
  }

  it("end at the bottom of the best basin, to the last digit, and say both how it was found and polished", async () => {
    const { problem, lowest } = rastrigin(2)
    const solver = searchSolver({ method: "cma-es", seed: 1, evaluations: 1200, target: 1e-3 })
    const { state, status } = await drive(solver, problem, Float64Array.of(4, -4))
    state.x.forEach((value, k) => expect(value).toBeCloseTo(lowest[k], 12))
    expect(status.sentence).toMatch(/: lowest cost .* evaluations.*; polished: best of \d starts: cost .*; that one converged/)
  })

  it("are never worse than the local solver from the start", async () => {
    const { problem } = rastrigin(6)
    const start = Float64Array.of(0.4, 0.4, 1.4, 0.4, 0.4, 0.4)
    const alone = await drive(levenbergMarquardt(), problem, start)
    const { state } = await drive(searchSolver({ method: "annealing", seed: 1, evaluations: 60 }), problem, start)
    expect(state.cost).toBeLessThanOrEqual(alone.state.cost * (1 + 1e-9) + 1e-20)
  })

  it("search the nonlinear parameters alone inside variable projection", async () => {
    const batches: number[] = []
    const problem = {
      ...waves,
      costs: async (points: readonly Float64Array[]) => {
        batches.push(points.length)
        return Float64Array.from(await Promise.all(points.map((x) => waves.cost(x))))
      },
      linearisations: (points: readonly Float64Array[]) => Promise.all(points.map((x) => waves.linearise(x))),
    }
    const solver: Solver<Awaited<ReturnType<ReturnType<typeof make>["init"]>>> = make()
    const { state, status } = await drive(solver, problem, Float64Array.of(1, 1, 1, 11))
    expect(status.outcome).toBe("converged")
    state.x.forEach((value, k) => expect(value).toBeCloseTo(truth[k], 8))
    expect(state.inner.x.length).toBe(2)
    expect(Math.max(...batches)).toBeGreaterThan(5)
    const single = await drive(make(), waves, Float64Array.of(1, 1, 1, 11))
    expect(single.state).toEqual(state)
  })
})

function make() {
  return variableProjection(searchSolver({ method: "cma-es", seed: 2, evaluations: 1500 }))
}
