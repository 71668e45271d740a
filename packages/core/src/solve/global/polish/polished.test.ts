import { describe, expect, it } from "vitest"
import { checkSearch } from "../../../testing/solver/check-search.ts"
import { checkSolver } from "../../../testing/solver/check-solver.ts"
import { residualProblem } from "../../../testing/solver/residual-problem.ts"
import { rastrigin } from "../../../testing/solver/standard-functions.ts"
import { levenbergMarquardt } from "../../least-squares/levenberg-marquardt.ts"
import { drive, type Solver } from "../../solver.ts"
import { variableProjection, type VariableProjectionState } from "../../variable-projection/variable-projection.ts"
import type { SearchState } from "../search.ts"
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
  for (const method of ["cma-es", "basin-hopping"] as const) {
    it(`make a least-squares solver of ${method}`, async () => {
      await checkSolver(searchSolver({ method, seed: 4, evaluations: 80, polish: 1 }))
    }, 20_000)
  }

  it("stay searches", async () => {
    await checkSearch((options) => searchSolver({ method: "cma-es", ...options }))
  })

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

  for (const method of searchMethods) {
    it(`find a pair potential by ${method} where most of the box costs ten to the thirty times more`, async () => {
      // 4 ε ((s/r)^m − (s/r)^6) at distances of neon.
      const r = Array.from({ length: 30 }, (_, i) => 2.6 + 0.1 * i)
      const target = [0.0031, 2.78, 11.5]
      const energy = ([e, s, m]: ArrayLike<number> & Iterable<number>, d: number): number => 4 * e * ((s / d) ** m - (s / d) ** 6)
      const problem = residualProblem({
        names: ["epsilon", "sigma", "m"],
        lower: [1e-5, 0.5, 7],
        upper: [1, 40, 30],
        residuals: (x) => Float64Array.from(r, (d) => (energy(x, d) - energy(target, d)) / 1e-4),
        jacobian: ([e, s, m]) =>
          Float64Array.from(
            r.flatMap((d) => {
              const [high, low] = [(s / d) ** m, (s / d) ** 6]
              return [4 * (high - low), (4 * e * (m * high - 6 * low)) / s, 4 * e * high * Math.log(s / d)]
            }),
            (value) => value / 1e-4,
          ),
      })
      const { state, status } = await drive(searchSolver({ method, seed: 1, evaluations: 3000 }), problem, Float64Array.of(0.5, 30, 20))
      state.x.forEach((value, k) => expect(value / target[k], status.sentence).toBeCloseTo(1, 6))
    })
  }

  it("search the nonlinear parameters alone inside variable projection", async () => {
    const start = Float64Array.of(1, 1, 1, 11)
    const batches: number[] = []
    const problem = {
      ...waves,
      costs: async (points: readonly Float64Array[]) => {
        batches.push(points.length)
        return Float64Array.from(await Promise.all(points.map((x) => waves.cost(x))))
      },
      linearisations: (points: readonly Float64Array[]) => Promise.all(points.map((x) => waves.linearise(x))),
    }
    const { state, status } = await drive(waveSearch(1500), problem, start)
    expect(status.outcome).toBe("converged")
    state.x.forEach((value, k) => expect(value).toBeCloseTo(truth[k], 8))
    expect(state.inner.x.length).toBe(2)
    expect(Math.max(...batches)).toBeGreaterThan(5)
    const [together, single] = [await drive(waveSearch(100), problem, start), await drive(waveSearch(100), waves, start)]
    expect(single.state).toEqual(together.state)
  })
})

function waveSearch(evaluations: number): Solver<VariableProjectionState<SearchState>> {
  return variableProjection(searchSolver({ method: "cma-es", seed: 2, evaluations }))
}
