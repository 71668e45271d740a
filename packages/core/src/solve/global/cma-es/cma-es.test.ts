import { describe, expect, it } from "vitest"
import { checkSearch } from "../../../testing/solver/check-search.ts"
import { ackley, ellipsoid, rastrigin, rosenbrock, schwefel, type StandardFunction } from "../../../testing/solver/standard-functions.ts"
import type { LeastSquaresProblem } from "../../problem.ts"
import { drive } from "../../solver.ts"
import { boundedCoordinate, unboundedCoordinate } from "./bounded-coordinate.ts"
import { cmaEs } from "./cma-es.ts"
import { strategyOf } from "./strategy.ts"

const from = (problem: LeastSquaresProblem, value: number): Float64Array => new Float64Array(problem.size).fill(value)

/** The same function of other variables, x = Q y with Q a product of rotations in all planes. */
function rotated({ problem }: StandardFunction): LeastSquaresProblem {
  const turn = (y: Float64Array): Float64Array => {
    const x = y.slice()
    for (let p = 0; p < x.length; p++) {
      for (let q = 0; q < p; q++) {
        const [c, s] = [Math.cos(1 + p + 3 * q), Math.sin(1 + p + 3 * q)]
        const [a, b] = [x[p], x[q]]
        x[p] = c * a - s * b
        x[q] = s * a + c * b
      }
    }
    return x
  }
  const open = problem.lower.map(() => -Infinity)
  return { ...problem, lower: open, upper: problem.upper.map(() => Infinity), cost: (y) => problem.cost(turn(y)) }
}

describe("cmaEs", () => {
  it("passes the conformance suite of searches", async () => {
    await checkSearch((options) => cmaEs(options))
    await checkSearch((options) => cmaEs({ ...options, restarts: "ipop" }))
  })

  // Within 10⁴ evaluations a parameter, the budget of the CEC competitions, by a wide margin.
  const budgets: readonly (readonly [StandardFunction, number])[] = [
    [ellipsoid(10, 1), 2500],
    [ellipsoid(10, 1e6), 6000],
    [rosenbrock(10), 8000],
    [ackley(10), 5000],
    [rastrigin(5), 50_000],
    [schwefel(3), 30_000],
  ]
  for (const [{ name, problem, lowest }, evaluations] of budgets) {
    it(`finds the minimum of ${name} in ${problem.size} dimensions within ${evaluations} evaluations`, async () => {
      for (const seed of [1, 2]) {
        const { state, status } = await drive(cmaEs({ seed, evaluations, target: 1e-9 }), problem, from(problem, -3))
        expect(status.outcome, status.sentence).toBe("converged")
        state.x.forEach((value, k) => expect(Math.abs(value - lowest[k])).toBeLessThan(1e-2))
      }
    })
  }

  it("takes as long whether the axes of the cost are those of the parameters or not", async () => {
    const plain = ellipsoid(6, 1e6)
    const spent = async (problem: LeastSquaresProblem): Promise<number> => {
      let sum = 0
      const box = { lower: from(problem, -5), upper: from(problem, 5) }
      for (const seed of [1, 2, 3, 4, 5, 6]) {
        const { state, status } = await drive(cmaEs({ seed, evaluations: 10_000, target: 1e-9, box }), problem, from(problem, -2))
        expect(status.outcome).toBe("converged")
        sum += state.evaluations
      }
      return sum
    }
    const ratio = (await spent(rotated(plain))) / (await spent({ ...rotated(plain), cost: plain.problem.cost }))
    expect(ratio).toBeGreaterThan(0.85)
    expect(ratio).toBeLessThan(1.18)
  })

  it("visits the same points for a monotonic function of the cost", async () => {
    const { problem } = rosenbrock(4)
    const visited = async (cost: LeastSquaresProblem["cost"]): Promise<Float64Array[]> => {
      const points: Float64Array[] = []
      const noting = { ...problem, cost: (x: Float64Array) => (points.push(x.slice()), cost(x)) }
      await drive(cmaEs({ seed: 11, evaluations: 900 }), noting, from(problem, -2))
      return points
    }
    const bent = await visited(async (x) => 1e3 + Math.log(1e-3 + (await problem.cost(x))) ** 3)
    expect(bent).toEqual(await visited(problem.cost))
  })

  it("reaches a minimum on a bound", async () => {
    const { problem } = rosenbrock(2)
    const held = { ...problem, upper: Float64Array.of(0.5, 5) }
    const { state } = await drive(cmaEs({ seed: 1, evaluations: 1500, restarts: "none" }), held, from(problem, -2))
    expect(state.x[0]).toBeGreaterThan(0.5 - 1e-9)
    expect(state.x[1]).toBeCloseTo(0.25, 6)
    expect(state.cost).toBeCloseTo(0.25, 8)
  })

  it("ends by itself where it may not restart, tells what its runs found where it may", async () => {
    const { problem } = rastrigin(3)
    const once = await drive(cmaEs({ seed: 2, evaluations: 100_000, restarts: "none" }), problem, from(problem, 4))
    expect(once.status.outcome).toBe("converged")
    expect(once.status.sentence).toMatch(/^converged: the run ended, the last because its .*: lowest cost .* in \d+ evaluations/)
    const many = await drive(cmaEs({ seed: 2, evaluations: 20_000, target: -1 }), problem, from(problem, 4))
    const regimes = many.state.ended.map(({ regime }) => regime)
    expect(regimes.slice(0, 3)).toEqual(["first", "large", "small"])
    const large = many.state.ended.filter(({ regime }) => regime === "large").map(({ population }) => population)
    large.forEach((population, i) => expect(population).toBe(7 * 2 ** (i + 1)))
    expect(many.state.candidates.length).toBeGreaterThan(1)
    expect(many.status.sentence).toMatch(
      /^stopped at the limit of 20000 evaluations, in run \d+: lowest cost .*, found by \d+ of \d+ runs$/,
    )
  })

  it("refuses options that make no search", () => {
    expect(() => cmaEs({ seed: 1, evaluations: 0 })).toThrow(/evaluations/)
    expect(() => cmaEs({ seed: -1, evaluations: 10 })).toThrow(/seed/)
    expect(() => cmaEs({ seed: 1, evaluations: 10, population: 3 })).toThrow(/population/)
  })
})

describe("strategyOf", () => {
  it("keeps the sums of weights that the covariance needs to stay positive definite", () => {
    for (const n of [1, 2, 7, 30, 200]) {
      for (const population of [4, 9, 100]) {
        const { weights, parents, c1, cMu } = strategyOf(n, population)
        const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
        expect(sum(weights.slice(0, parents))).toBeCloseTo(1, 12)
        // C shrinks by (1 − c₁ − c_μ Σw), and by n c_μ |w⁻| at most through negative weights.
        expect(1 - c1 - cMu * sum(weights) - n * cMu * -sum(weights.slice(parents))).toBeGreaterThanOrEqual(-1e-12)
      }
    }
  })
})

describe("boundedCoordinate", () => {
  it("is smooth, stays within the bounds, and has an inverse", () => {
    for (const [lower, upper] of [
      [0, 1],
      [-0.3, 0.02],
      [0, Infinity],
      [-Infinity, 2],
      [-Infinity, Infinity],
    ]) {
      const h = 1e-6
      let before = NaN
      for (let y = -3.0123; y < 3; y += 0.0071) {
        const x = boundedCoordinate(y, lower, upper)
        expect(x).toBeGreaterThanOrEqual(lower)
        expect(x).toBeLessThanOrEqual(upper)
        expect(boundedCoordinate(unboundedCoordinate(x, lower, upper), lower, upper)).toBeCloseTo(x, 12)
        const slope = (boundedCoordinate(y + h, lower, upper) - boundedCoordinate(y - h, lower, upper)) / (2 * h)
        // The slope changes by Δy/2b at most, b the bend.
        if (!Number.isNaN(before)) expect(Math.abs(slope - before)).toBeLessThan(0.0071 / (2 * 0.05) + 1e-4)
        before = slope
      }
    }
  })
})
