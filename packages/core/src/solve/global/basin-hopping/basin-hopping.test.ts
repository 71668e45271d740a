import { describe, expect, it } from "vitest"
import { seedRandom, uniforms } from "../../../random/random.ts"
import { checkSearch } from "../../../testing/solver/check-search.ts"
import { lennardJonesCluster, rastrigin } from "../../../testing/solver/standard-functions.ts"
import { levenbergMarquardt, minimiseLeastSquares } from "../../least-squares/levenberg-marquardt.ts"
import { drive } from "../../solver.ts"
import { basinHopping } from "./basin-hopping.ts"

const local = levenbergMarquardt({ costTolerance: 1e-7, iterations: 100 })

describe("basinHopping", () => {
  it("passes the conformance suite of searches", async () => {
    await checkSearch((options) => basinHopping(levenbergMarquardt(), { ...options, displacement: 0.2 }))
  }, 20_000)

  // Energies and the method: Wales & Doye, DOI 10.1021/jp970984n, who give each cluster thousands of hops.
  for (const [atoms, energy, hops, seed] of [
    [5, -9.103852, 20, 3],
    [6, -12.712062, 20, 4],
    [13, -44.326801, 20, 3],
  ]) {
    it(`finds the lowest Lennard-Jones cluster of ${atoms} atoms within ${hops} hops`, async () => {
      const { problem, minimum } = lennardJonesCluster(atoms, energy, 2.2)
      const x = new Float64Array(problem.size)
      uniforms(seedRandom(seed, 77), x)
      const solver = basinHopping(local, { seed, evaluations: 20_000, hops, displacement: 0.08, target: minimum + 0.05 })
      const { state, status } = await drive(
        solver,
        problem,
        x.map((value) => 4 * (value - 0.5)),
      )
      expect(status.outcome, status.sentence).toBe("converged")
      const bottom = await minimiseLeastSquares(problem, Float64Array.from(state.x), { costTolerance: 1e-10 })
      // No lower one is known; six decimals are published.
      expect(Math.abs(bottom.stats.state.cost - minimum)).toBeLessThan(1e-6)
    }, 30_000)
  }

  it("hops where a descent stays, changes its displacement, and ends when nothing lower comes", async () => {
    const { problem, lowest } = rastrigin(2)
    const solver = basinHopping(levenbergMarquardt(), { seed: 1, evaluations: 20_000, patience: 60, target: -1 })
    const { state, status } = await drive(solver, problem, Float64Array.of(3.2, -2.8))
    state.x.forEach((value, k) => expect(value).toBeCloseTo(lowest[k], 6))
    expect(status.sentence).toMatch(/^converged: no lower minimum in 60 hops: lowest cost .* \d+ different minima kept, displacement/)
    expect(state.displacement).not.toBe(0.1)
    expect(state.candidates.length).toBeGreaterThan(3)
  })

  it("refuses a displacement of nothing", () => {
    expect(() => basinHopping(local, { seed: 1, evaluations: 10, displacement: 0 })).toThrow(/displacement/)
  })
})
