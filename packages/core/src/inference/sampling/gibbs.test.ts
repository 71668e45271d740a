import { describe, expect, it } from "vitest"
import { syntheticSystem } from "../../solve/linear/fixtures/synthetic-system.ts"
import { stackSystem } from "../../solve/linear/stack-system.ts"
import { covarianceFactor, covarianceMatrix } from "../covariance.ts"
import { gibbsSampler } from "./gibbs.ts"

const truth = [1.7, -0.4, 0.03]

describe("gibbsSampler", () => {
  it("draws σ² with the mean and variance of a scaled inverse χ², and x with those of Student's t", () => {
    const few = [{ name: "energy", rows: 17, sigma: 0.3, size: 1 }]
    const { system } = syntheticSystem(3, truth, few)
    const sampler = gibbsSampler({ seed: 8 })
    let state = sampler.init(system)
    const [count, degrees] = [20_000, 17 - 3]
    const squares = new Float64Array(count)
    const xs = new Float64Array(count)
    for (let i = -50; i < count; i++) {
      state = sampler.step(system, JSON.parse(JSON.stringify(state)))
      if (i < 0) continue
      squares[i] = state.sigmas[0] ** 2
      xs[i] = state.x[1]
    }
    const unit = stackSystem(system, Float64Array.of(1), new Float64Array(0))
    const corner = unit.data[unit.data.length - 1] ** 2
    const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length
    const variance = (values: Float64Array): number => {
      const centre = mean(values)
      return mean(values.map((value) => (value - centre) ** 2))
    }
    // Neighbouring draws are almost independent; five standard errors.
    const expected = corner / (degrees - 2)
    expect(Math.abs(mean(squares) / expected - 1)).toBeLessThan(5 * Math.sqrt(2 / (degrees - 4) / count) * 1.5)
    const C = covarianceMatrix(covarianceFactor(unit))
    expect(Math.abs(variance(xs) / ((C[4] * corner) / (degrees - 2)) - 1)).toBeLessThan(5 * Math.sqrt(3.5 / count) * 1.5)
  })
})
