import { describe, expect, it } from "vitest"
import { normals, seedRandom } from "../../random/random.ts"
import { minimiseLeastSquares } from "../../solve/least-squares/levenberg-marquardt.ts"
import { residualProblem } from "../../testing/solver/residual-problem.ts"
import { covarianceFactor, standardErrors } from "../covariance.ts"
import { profiler } from "../profiles/profiler.ts"
import { summariseDraws } from "./diagnostics/summarise.ts"
import { ensembleSampler } from "./ensemble.ts"
import { drawsOf } from "./fixtures/draws-of.ts"
import { gaussianSampler } from "./gaussian.ts"
import { hamiltonianSampler } from "./hamiltonian/hamiltonian.ts"

describe("profile, Laplace and samples", () => {
  it("agree where the model is nearly linear", async () => {
    const times = Array.from({ length: 60 }, (_, i) => 0.1 * (i + 1))
    const noise = new Float64Array(60)
    normals(seedRandom(12), noise)
    const sigma = 0.02
    const problem = residualProblem({
      names: ["a", "b"],
      residuals: ([a, b]) => Float64Array.from(times, (t, i) => (a * Math.exp(-b * t) - 2.3 * Math.exp(-0.45 * t)) / sigma - noise[i]),
      jacobian: ([a, b]) => Float64Array.from(times.flatMap((t) => [Math.exp(-b * t) / sigma, (-a * t * Math.exp(-b * t)) / sigma])),
    })
    const { value: x } = await minimiseLeastSquares(problem, Float64Array.of(2, 0.5))
    const triangle = await problem.linearise(x)
    const errors = standardErrors(covarianceFactor(triangle))
    const { init, step } = profiler()
    let state = await init(problem, x)
    while (!state.status) state = await step(problem, state)
    const draw = gaussianSampler(triangle, x, { seed: 3 })
    const laplace = summariseDraws(
      problem.names,
      [0, 1, 2, 3].map((c) => Float64Array.from(Array.from({ length: 3000 }, (_, i) => Array.from(draw(3000 * c + i))).flat())),
    )
    const ensemble = summariseDraws(problem.names, await drawsOf(ensembleSampler({ seed: 1 }), problem, x, 200, 700))
    const hamiltonian = summariseDraws(problem.names, await drawsOf(hamiltonianSampler({ seed: 2 }), problem, x, 200, 700))
    state.profiles.forEach(({ sides }, k) => {
      const ends = [sides[0].crossing!, sides[1].crossing!]
      for (const summary of [laplace, ensemble, hamiltonian]) {
        const { quantiles, tailSize } = summary[k]
        // A 2.5 % quantile of a normal distribution is known to 2.67 σ/√N.
        const error = 2.67 / Math.sqrt(tailSize!) + 0.02
        expect(Math.abs(quantiles[0] - ends[0]) / errors[k]).toBeLessThan(3.5 * error)
        expect(Math.abs(quantiles[2] - ends[1]) / errors[k]).toBeLessThan(3.5 * error)
      }
      expect(Math.abs((ends[1] - ends[0]) / (2 * 1.959964 * errors[k]) - 1)).toBeLessThan(0.01)
    })
  })
})
