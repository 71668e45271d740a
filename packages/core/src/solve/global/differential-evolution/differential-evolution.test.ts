import { describe, expect, it } from "vitest"
import { checkSearch } from "../../../testing/solver/check-search.ts"
import { ackley, ellipsoid, rastrigin, rosenbrock, schwefel, type StandardFunction } from "../../../testing/solver/standard-functions.ts"
import { drive } from "../../solver.ts"
import { createDraws } from "../draws.ts"
import { differentialEvolution } from "./differential-evolution.ts"
import { drawSettings, emptyMemory, remember } from "./success-memory.ts"

describe("differentialEvolution", () => {
  it("passes the conformance suite of searches", async () => {
    await checkSearch((options) => differentialEvolution(options))
  })

  // A tenth to a half of the 10⁴ evaluations a parameter of the CEC competitions, in which L-SHADE was published.
  const budgets: readonly (readonly [StandardFunction, number])[] = [
    [ellipsoid(6, 1), 20_000],
    [ellipsoid(6, 1e6), 20_000],
    [rosenbrock(6), 30_000],
    [ackley(6), 20_000],
    [rastrigin(6), 30_000],
    [schwefel(6), 30_000],
  ]
  for (const [{ name, problem, lowest }, evaluations] of budgets) {
    it(`finds the minimum of ${name} in ${problem.size} dimensions within ${evaluations} evaluations`, async () => {
      const start = new Float64Array(problem.size).fill(-3)
      const { state, status } = await drive(differentialEvolution({ seed: 2, evaluations, target: 1e-9 }), problem, start)
      expect(status.outcome, status.sentence).toBe("converged")
      state.x.forEach((value, k) => expect(Math.abs(value - lowest[k])).toBeLessThan(1e-2))
    })
  }

  it("shrinks its population as the budget is spent", async () => {
    const { problem } = rastrigin(4)
    const sizes: number[] = []
    const solver = differentialEvolution({ seed: 1, evaluations: 3000, population: 60, target: -1 })
    const { state, status } = await drive(solver, problem, new Float64Array(4).fill(2), {
      onIteration: ({ population }) => void sizes.push(population.length),
    })
    expect(sizes[1]).toBe(60)
    expect(sizes.at(-1)).toBeLessThanOrEqual(6)
    expect(sizes.slice(1).every((size, i, all) => i === 0 || size <= all[i - 1])).toBe(true)
    expect(status.sentence).toMatch(/^stopped at the limit of 3000 evaluations: lowest cost/)
    expect(state.evaluations).toBeLessThanOrEqual(3000)
  })

  it("ends once its members are one", async () => {
    const { problem } = ellipsoid(2, 1, 0.3)
    const shifted = { ...problem, cost: async (x: Float64Array) => 5 + (await problem.cost(x)) }
    const { status } = await drive(differentialEvolution({ seed: 1, evaluations: 20_000 }), shifted, Float64Array.of(4, 4))
    expect(status.outcome).toBe("converged")
    expect(status.sentence).toMatch(/the costs of all \d+ members are equal: lowest cost 5 /)
  })

  it("refuses a population that cannot make differences", () => {
    expect(() => differentialEvolution({ seed: 1, evaluations: 10, population: 3 })).toThrow(/population/)
  })
})

describe("remember", () => {
  it("moves one entry after the other to the Lehmer mean of what won", () => {
    const won = [
      { scale: 0.4, rate: 0.2, gain: 1 },
      { scale: 0.8, rate: 0.9, gain: 3 },
    ]
    const memory = remember(emptyMemory(2), won)
    expect(memory.scales[0]).toBeCloseTo((0.25 * 0.16 + 0.75 * 0.64) / (0.25 * 0.4 + 0.75 * 0.8), 12)
    expect(memory.rates[0]).toBeCloseTo((0.25 * 0.04 + 0.75 * 0.81) / (0.25 * 0.2 + 0.75 * 0.9), 12)
    expect(memory.scales[1]).toBe(0.5)
    expect(remember(memory, won).next).toBe(0)
    expect(remember(memory, [])).toBe(memory)
  })

  it("gives crossover up for good once only trials without it win", () => {
    const off = remember(emptyMemory(1), [{ scale: 0.5, rate: 0, gain: 1 }])
    expect(off.rates).toEqual([null])
    expect(remember(off, [{ scale: 0.5, rate: 0.7, gain: 1 }]).rates).toEqual([null])
    const draws = createDraws(1, 0)
    for (let i = 0; i < 50; i++) {
      const { scale, rate } = drawSettings(off, draws)
      expect(rate).toBe(0)
      expect(scale > 0 && scale <= 1).toBe(true)
    }
  })
})
