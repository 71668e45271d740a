import { describe, expect, it } from "vitest"
import { checkSearch } from "../../../testing/solver/check-search.ts"
import { ackley, ellipsoid, rastrigin, rosenbrock, schwefel, type StandardFunction } from "../../../testing/solver/standard-functions.ts"
import { drive } from "../../solver.ts"
import { annealing } from "./annealing.ts"
import { adapt, metropolis } from "./chain.ts"

describe("annealing", () => {
  it("passes the conformance suite of searches", async () => {
    await checkSearch((options) => annealing(options))
  })

  // Corana et al. spend half a million evaluations on Rosenbrock's valley in two dimensions. The costs are below the second lowest minima;
  // the bottom is left to polishing.
  const budgets: readonly (readonly [StandardFunction, number, number])[] = [
    [ellipsoid(5, 1), 20_000, 0.01],
    [rosenbrock(2), 20_000, 0.01],
    [ackley(4), 10_000, 0.3],
    [rastrigin(3), 30_000, 0.3],
    [schwefel(4), 20_000, 1],
  ]
  for (const [{ name, problem }, evaluations, cost] of budgets) {
    it(`finds the minimum of ${name} in ${problem.size} dimensions within ${evaluations} evaluations, three times of four`, async () => {
      let found = 0
      for (const seed of [1, 2, 3, 4]) {
        const { state } = await drive(annealing({ seed, evaluations }), problem, new Float64Array(problem.size).fill(-3))
        if (state.cost < cost) found++
      }
      expect(found).toBeGreaterThanOrEqual(3)
    })
  }

  it("freezes by the criterion of its source", async () => {
    const { problem } = ellipsoid(2, 4)
    const shifted = { ...problem, cost: async (x: Float64Array) => 3 + (await problem.cost(x)) }
    const solver = annealing({ seed: 1, evaluations: 100_000, cooling: 0.5, chains: 2, adaptations: 2 })
    const { state, status } = await drive(solver, shifted, Float64Array.of(4, 4))
    expect(status.outcome).toBe("converged")
    expect(status.sentence).toMatch(
      /frozen for 4 temperatures: lowest cost 3 in \d+ evaluations, found by 2 of 2 chains, at the temperature/,
    )
    expect(state.cost - 3).toBeLessThan(1e-7)
  })

  it("samples exp(−cost/T) while the temperature stands: ⟨cost⟩ = n T / 2 of a quadratic", async () => {
    const { problem } = ellipsoid(2, 1)
    const temperature = 0.3
    const solver = annealing({ seed: 4, evaluations: 60_000, cooling: 0.999_999, temperature, chains: 4, sweeps: 20 })
    let [sum, count] = [0, 0]
    const onIteration = ({ chains, iteration }: { chains: readonly { cost: number }[]; iteration: number }): void => {
      // After a change of temperature chains go on from their best point; the first half of each stage forgets it.
      if (iteration % 20 < 10 || iteration < 500) return
      for (const { cost } of chains) {
        sum += cost
        count++
      }
    }
    await drive(solver, problem, Float64Array.of(1, 1), { onIteration })
    expect(count).toBeGreaterThan(10_000)
    expect(sum / count / temperature).toBeGreaterThan(0.93)
    expect(sum / count / temperature).toBeLessThan(1.07)
  })

  it("refuses options that make no search", () => {
    expect(() => annealing({ seed: 1, evaluations: 10, cooling: 1 })).toThrow(/cooling/)
    expect(() => annealing({ seed: 1, evaluations: 10, chains: 0 })).toThrow(/chains/)
  })
})

describe("a chain", () => {
  const chain = { x: [1, 2], cost: 5, best: { x: [1, 2], cost: 5 }, steps: [0.1, 0.1], taken: [0, 0], ends: [] }

  it("takes what is lower, and of the rest what chance allows", () => {
    expect(metropolis(chain, 0, { x: [3, 2], cost: 4 }, 1, 0.99).best).toEqual({ x: [3, 2], cost: 4 })
    const higher = { x: [3, 2], cost: 6 }
    expect(metropolis(chain, 0, higher, 1, Math.exp(-1) + 1e-9)).toBe(chain)
    expect(metropolis(chain, 0, higher, 1, Math.exp(-1) - 1e-9)).toEqual({ ...chain, ...higher, taken: [1, 0] })
  })

  it("trebles or thirds the steps where all or none of the moves were taken", () => {
    const { steps, taken } = adapt({ ...chain, taken: [20, 0] }, 20)
    expect(steps[0]).toBeCloseTo(0.3, 12)
    expect(steps[1]).toBeCloseTo(0.1 / 3, 12)
    expect(taken).toEqual([0, 0])
    expect(adapt({ ...chain, taken: [10, 10] }, 20).steps).toEqual([0.1, 0.1])
  })
})
