import { describe, expect, it } from "vitest"
import { Failure } from "../../failure/failure.ts"
import { residualProblem } from "../../testing/solver/residual-problem.ts"
import { levenbergMarquardt } from "../least-squares/levenberg-marquardt.ts"
import { drive } from "../solver.ts"
import { multiStart } from "./multi-start.ts"

/** A sine through points of sin(3.7 t + 0.3): many local minima in the frequency. */
const t = Array.from({ length: 60 }, (_, i) => 0.1 * i)
const sine = residualProblem({
  names: ["frequency", "phase"],
  lower: [0.5, -Math.PI],
  upper: [10, Math.PI],
  residuals: ([w, p]) => Float64Array.from(t, (s) => Math.sin(w * s + p) - Math.sin(3.7 * s + 0.3)),
  jacobian: ([w, p]) => Float64Array.from(t.flatMap((s) => [s * Math.cos(w * s + p), Math.cos(w * s + p)])),
})
const start = Float64Array.of(9, 0)

describe("multiStart", () => {
  it("finds the global minimum that a single start misses, and ranks what it found", async () => {
    const single = await drive(levenbergMarquardt(), sine, start)
    expect(single.state.cost).toBeGreaterThan(1)
    const { state, status } = await drive(multiStart(levenbergMarquardt(), { starts: 24, seed: 3 }), sine, start)
    expect(state.x[0]).toBeCloseTo(3.7, 8)
    expect(state.x[1]).toBeCloseTo(0.3, 8)
    expect(state.ranking.length).toBe(24)
    const costs = state.ranking.map(({ cost }) => cost ?? Infinity)
    expect(costs).toEqual(costs.toSorted((a, b) => a - b))
    expect(new Set(state.ranking.map(({ start }) => start)).size).toBe(24)
    expect(status.sentence).toMatch(/^best of 24 starts: cost .*found by 3 of them; that one converged/)
  })

  it("is deterministic, depends on its seed, and resumes bit for bit", async () => {
    const solver = multiStart(levenbergMarquardt(), { starts: 5, seed: 8 })
    const texts: string[] = []
    const whole = await drive(solver, sine, start, { onIteration: (state) => void texts.push(JSON.stringify(state)) })
    for (let i = 0; i < texts.length; i += 101) expect((await drive(solver, sine, JSON.parse(texts[i]))).state).toEqual(whole.state)
    const other = await drive(multiStart(levenbergMarquardt(), { starts: 5, seed: 9 }), sine, start)
    expect(other.state.ranking).not.toEqual(whole.state.ranking)
  })

  it("goes on past starts that have no cost", async () => {
    const root = residualProblem({
      names: ["x"],
      lower: [-4],
      upper: [4],
      residuals: ([x]) => Float64Array.of(Math.sqrt(x) - 1.5),
      jacobian: ([x]) => Float64Array.of(0.5 / Math.sqrt(x)),
    })
    const { state, status } = await drive(multiStart(levenbergMarquardt(), { starts: 9, seed: 1 }), root, Float64Array.of(1))
    expect(state.x[0]).toBeCloseTo(2.25, 10)
    // The design is even, so half of its eight points are below zero.
    expect(state.ranking.filter(({ cost }) => cost === null).length).toBe(4)
    expect(status.sentence).toMatch(/; 4 had no cost to start from/)
  })

  it("asks for bounds by name", async () => {
    const problem = residualProblem({
      names: ["depth", "width"],
      lower: [0, 0],
      upper: [1, Infinity],
      residuals: (x) => x,
      jacobian: () => Float64Array.of(1, 0, 0, 1),
    })
    const solver = multiStart(levenbergMarquardt(), { starts: 2, seed: 1 })
    await expect(drive(solver, problem, Float64Array.of(0.5, 1))).rejects.toThrow(Failure)
    await expect(drive(solver, problem, Float64Array.of(0.5, 1))).rejects.toThrow(/without finite bounds: width$/)
    const boxed = multiStart(levenbergMarquardt(), { starts: 3, seed: 1, box: { lower: [0, 0], upper: [1, 5] } })
    for (const value of (await drive(boxed, problem, Float64Array.of(0.5, 1))).state.x) expect(value).toBeCloseTo(0, 12)
    expect(() => multiStart(levenbergMarquardt(), { starts: 0, seed: 1 })).toThrow(/starts/)
  })
})
