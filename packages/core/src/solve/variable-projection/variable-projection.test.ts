import { describe, expect, it } from "vitest"
import { gradientOf } from "../../linalg/triangle/measures.ts"
import { normals, seedRandom } from "../../random/random.ts"
import { checkSolver } from "../../testing/solver/check-solver.ts"
import { residualProblem } from "../../testing/solver/residual-problem.ts"
import { levenbergMarquardt, minimiseLeastSquares } from "../least-squares/levenberg-marquardt.ts"
import type { LeastSquaresProblem } from "../problem.ts"
import { drive } from "../solver.ts"
import { reducedProblem } from "./reduced-problem.ts"
import { variableProjection } from "./variable-projection.ts"

/** y = a e^{−p t} + b e^{−q t} + c + noise; a, b, c linear. */
function decays(lower: readonly number[] = [-99, -99, -99, 0, 0], upper: readonly number[] = [99, 99, 99, 9, 9]): LeastSquaresProblem {
  const count = 40
  const noise = new Float64Array(count)
  normals(seedRandom(12), noise)
  const t = Array.from({ length: count }, (_, i) => 0.15 * i)
  const value = ([a, b, c, p, q]: ArrayLike<number> & Iterable<number>, i: number) => a * Math.exp(-p * t[i]) + b * Math.exp(-q * t[i]) + c
  const y = t.map((_, i) => value([2.3, -1.7, 0.4, 0.35, 2.1], i) + 0.01 * noise[i])
  return residualProblem({
    names: ["a", "b", "c", "p", "q"],
    linear: [true, true, true, false, false],
    lower,
    upper,
    residuals: (x) => Float64Array.from(y, (target, i) => (value(x, i) - target) / 0.01),
    jacobian: ([a, b, , p, q]) =>
      Float64Array.from(
        t.flatMap((s) => [Math.exp(-p * s), Math.exp(-q * s), 1, -a * s * Math.exp(-p * s), -b * s * Math.exp(-q * s)]),
        (d) => d / 0.01,
      ),
  })
}

const start = Float64Array.of(1, 1, 1, 1, 3)
const solver = variableProjection(levenbergMarquardt())

describe("variableProjection", () => {
  it("passes the conformance suite of solvers", async () => {
    await checkSolver(solver)
  })

  it("ends where Levenberg–Marquardt in all parameters does, in fewer steps", async () => {
    const problem = decays()
    const { state, status } = await drive(solver, problem, start)
    const full = await minimiseLeastSquares(problem, start)
    expect(status.outcome).toBe("converged")
    expect(state.cost / full.stats.state.cost).toBeCloseTo(1, 10)
    const swapped = state.x[3] < state.x[4] === full.value[3] < full.value[4] ? [0, 1, 2, 3, 4] : [1, 0, 2, 4, 3]
    swapped.forEach((k, i) => expect(Math.abs(state.x[k] / full.value[i] - 1)).toBeLessThan(1e-6))
    expect(state.iteration).toBeLessThan(full.stats.iterations)
  })

  it("solves the linear part exactly: its gradient vanishes at every iterate", async () => {
    const problem = decays()
    const seen: (readonly number[])[] = []
    await drive(solver, problem, start, { onIteration: ({ x }) => void seen.push(x) })
    for (const x of seen) {
      const triangle = await problem.linearise(Float64Array.from(x))
      const gradient = gradientOf(triangle)
      // Columns have norms of some 10², residuals up to 10³.
      for (const k of [0, 1, 2]) expect(Math.abs(gradient[k])).toBeLessThan(1e-8)
    }
  })

  it("linearises once for each trial and once for each step taken, and no more but at the end", async () => {
    const problem = decays()
    let linearisations = 0
    const counted = { ...problem, linearise: (x: Float64Array) => (linearisations++, problem.linearise(x)) }
    const { state } = await drive(solver, counted, start)
    expect(linearisations).toBeLessThanOrEqual(state.inner.costs + state.iteration + 1 + 3)
  })

  it("has a reduced gradient that is the derivative of the reduced cost", async () => {
    for (const problem of [decays(), decays([-99, -1.2, -99, 0, 0])]) {
      const reduced = reducedProblem(problem, start)
      expect(reduced.names).toEqual(["p", "q"])
      const alpha = Float64Array.of(0.6, 1.9)
      const gradient = gradientOf(await reduced.linearise(alpha))
      for (const k of [0, 1]) {
        const h = 1e-5
        const up = await reduced.cost(alpha.with(k, alpha[k] + h))
        const down = await reduced.cost(alpha.with(k, alpha[k] - h))
        expect(gradient[k] / ((up - down) / (2 * h))).toBeCloseTo(1, 6)
      }
    }
  })

  it("keeps bounds on linear parameters, and finds what Levenberg–Marquardt finds within them", async () => {
    const problem = decays([0, -1.2, -99, 0, 0])
    const { state, status } = await drive(solver, problem, Float64Array.of(1, -0.5, 1, 0.3, 3))
    const full = await minimiseLeastSquares(problem, Float64Array.of(1, -0.5, 1, 0.3, 3))
    expect(state.x[1]).toBe(-1.2)
    expect(status.notes).toContain("b lies on its lower bound")
    expect(state.cost / full.stats.state.cost).toBeCloseTo(1, 9)
    full.value.forEach((value, k) => expect(state.x[k]).toBeCloseTo(value, 5))
  })

  it("copes with linear parameters that cannot be told apart", async () => {
    // At p = q the two exponentials are the same function.
    const { state, status } = await drive(solver, decays(), Float64Array.of(1, 1, 1, 0.5, 0.5))
    expect(status.outcome).toBe("converged")
    expect(Number.isFinite(state.cost)).toBe(true)
  })

  it("solves a problem with linear parameters only in one go", async () => {
    const rows = [
      [1, 2, -3],
      [4, -1, 2],
      [0.5, 1e-6, 7],
      [2, 2, 2],
    ]
    const truth = [3, -20, 0.25]
    const target = rows.map((row) => row.reduce((sum, a, k) => sum + a * truth[k], 0))
    const problem = residualProblem({
      names: ["u", "v", "w"],
      linear: [true, true, true],
      residuals: (x) => Float64Array.from(rows, (row, i) => row.reduce((sum, a, k) => sum + a * x[k], -target[i])),
      jacobian: () => Float64Array.from(rows.flat()),
    })
    const { state, status } = await drive(solver, problem, new Float64Array(3))
    truth.forEach((value, k) => expect(Math.abs(state.x[k] / value - 1)).toBeLessThan(1e-12))
    expect(status.sentence).toBe("solved: all 3 parameters are linear")
  })

  it("goes on from a stored state bit for bit", async () => {
    const problem = decays()
    const texts: string[] = []
    const whole = await drive(solver, problem, start, { onIteration: (state) => void texts.push(JSON.stringify(state)) })
    for (const text of texts)
      expect((await drive(variableProjection(levenbergMarquardt()), decays(), JSON.parse(text))).state).toEqual(whole.state)
  })
})
