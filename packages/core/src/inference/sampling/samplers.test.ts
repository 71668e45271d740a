import { describe, expect, it } from "vitest"
import { triangleOf } from "../../linalg/triangle/combine-rows.ts"
import { normals, seedRandom } from "../../random/random.ts"
import { solveLinear } from "../../solve/linear/solve-linear.ts"
import type { LeastSquaresProblem } from "../../solve/problem.ts"
import { residualProblem } from "../../testing/solver/residual-problem.ts"
import { covarianceFactor, covarianceMatrix, standardErrors } from "../covariance.ts"
import { quadraticProblem } from "../profiles/quadratic-problem.ts"
import { summariseDraws } from "./diagnostics/summarise.ts"
import { crankNicolsonSampler } from "./crank-nicolson.ts"
import { ensembleSampler } from "./ensemble.ts"
import { hamiltonianSampler } from "./hamiltonian/hamiltonian.ts"
import { drawsOf } from "./fixtures/draws-of.ts"
import type { SamplerState } from "./sampler.ts"
import { openDirections } from "./spread.ts"

const samplers = [
  {
    name: "ensemble",
    make: (temperature: number) => ensembleSampler({ seed: 5, temperature, walkers: 12 }),
    warmUp: 200,
    count: 2500,
    banana: [0.9, 0.6],
  },
  {
    name: "hamiltonian",
    make: (temperature: number) => hamiltonianSampler({ seed: 6, temperature, warmUp: 150, acceptance: 0.95 }),
    warmUp: 200,
    count: 2000,
    banana: [0.9, 0.6],
  },
  {
    name: "Crank–Nicolson",
    make: (temperature: number) => crankNicolsonSampler({ seed: 7, temperature }),
    warmUp: 200,
    count: 4000,
    // It starts from the quadratic approximation, and tells what is not too far from it.
    banana: [0.6, 1.1],
  },
]

/** A linear problem of three parameters, correlated and of very different size. */
function skewed(): { problem: LeastSquaresProblem; x: Float64Array; triangle: ReturnType<typeof triangleOf> } {
  const [m, n] = [12, 3]
  const rows = new Float64Array(m * (n + 1))
  normals(seedRandom(8), rows)
  for (let i = 0; i < m; i++) {
    rows[i * (n + 1) + 1] = 0.9 * rows[i * (n + 1)] + 0.3 * rows[i * (n + 1) + 1]
    rows[i * (n + 1) + 2] *= 1e3
  }
  const triangle = triangleOf(rows, m, n)
  return {
    triangle,
    x: solveLinear(triangle).value,
    problem: quadraticProblem(triangle, { names: ["a", "b", "c"], x: new Float64Array(n) }),
  }
}

describe.each(samplers)("the $name sampler", ({ make, warmUp, count, banana }) => {
  it("has the moments of a Gaussian, at any temperature", async () => {
    const { problem, x, triangle } = skewed()
    const temperature = 3.5
    const draws = await drawsOf(make(temperature), problem, x, warmUp, count)
    const C = covarianceMatrix(covarianceFactor(triangle), temperature)
    const errors = standardErrors(covarianceFactor(triangle), temperature)
    const summary = summariseDraws(problem.names, draws)
    const all = draws.flatMap((chain) => Array.from({ length: count }, (_, i) => chain.subarray(3 * i, 3 * i + 3)))
    summary.forEach(({ mean, rHat, bulkSize, quantiles }, k) => {
      expect(rHat!).toBeLessThan(1.03)
      const error = errors[k] / Math.sqrt(bulkSize!)
      expect(Math.abs(mean - x[k])).toBeLessThan(4 * error)
      // Covariances know of themselves to √(2/ESS).
      for (let j = 0; j < 3; j++) {
        const product = all.reduce((sum, one) => sum + (one[j] - x[j]) * (one[k] - x[k]), 0) / all.length
        expect(Math.abs(product - C[j * 3 + k]) / (errors[j] * errors[k])).toBeLessThan(5 * Math.sqrt(2 / bulkSize!))
      }
      const width = 1.959964 * errors[k]
      expect(Math.abs(quantiles[0] - (x[k] - width)) / errors[k]).toBeLessThan(12 / Math.sqrt(bulkSize!))
    })
  })

  it("has the moments of a Gaussian that ends at bounds", async () => {
    // One wall 0.4 σ below the mean, and a correlated neighbour: the truncation shifts it too.
    const rho = 0.8
    const triangle = triangleOf(Float64Array.of(1 / Math.sqrt(1 - rho * rho), -rho / Math.sqrt(1 - rho * rho), 0, 0, 1, 0), 2, 2)
    const problem = quadraticProblem(triangle, {
      names: ["a", "b"],
      x: Float64Array.of(0, 0),
      lower: Float64Array.of(-Infinity, -0.4),
      upper: Float64Array.of(Infinity, 1.5),
    })
    const draws = await drawsOf(make(1), problem, Float64Array.of(0, 0), warmUp, count)
    const [a, b] = summariseDraws(problem.names, draws)
    const phi = (z: number): number => Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI)
    // By Simpson's rule over the interval.
    const integral = (f: (z: number) => number): number => {
      let sum = 0
      for (let i = 0; i <= 2000; i++) sum += (i === 0 || i === 2000 ? 1 : i % 2 === 1 ? 4 : 2) * f(-0.4 + (1.9 * i) / 2000)
      return (sum * 1.9) / 6000
    }
    const mass = integral(phi)
    const mean = integral((z) => z * phi(z)) / mass
    const variance = integral((z) => (z - mean) ** 2 * phi(z)) / mass
    expect(Math.abs(b.mean - mean)).toBeLessThan((4 * Math.sqrt(variance)) / Math.sqrt(b.bulkSize!))
    expect(Math.abs(b.deviation / Math.sqrt(variance) - 1)).toBeLessThan(4 / Math.sqrt(b.bulkSize!))
    const spread = Math.sqrt(1 - rho * rho + rho * rho * variance)
    expect(Math.abs(a.mean - rho * mean)).toBeLessThan((4 * spread) / Math.sqrt(a.bulkSize!))
    expect(Math.abs(a.deviation / spread - 1)).toBeLessThan(4 / Math.sqrt(a.bulkSize!))
    for (const chain of draws) for (let i = 1; i < chain.length; i += 2) expect(chain[i] >= -0.4 && chain[i] <= 1.5).toBe(true)
  })

  it("knows the banana that Laplace does not", async () => {
    // x ~ N(0, s²), y | x ~ N(x², t²): E y = s², whereas the Gaussian at the minimum has y about 0.
    const [s, t] = banana
    const problem = residualProblem({
      names: ["x", "y"],
      residuals: ([x, y]) => Float64Array.of(x / s, (y - x * x) / t),
      jacobian: ([x]) => Float64Array.of(1 / s, 0, (-2 * x) / t, 1 / t),
    })
    const draws = await drawsOf(make(1), problem, Float64Array.of(0, 0), warmUp, count)
    const [x, y] = summariseDraws(problem.names, draws)
    const error = Math.sqrt((2 * s ** 4 + t * t) / y.bulkSize!)
    expect(Math.abs(x.mean)).toBeLessThan((4 * s) / Math.sqrt(x.bulkSize!))
    expect(Math.abs(y.mean - s * s)).toBeLessThan(4 * error)
    expect(standardErrors(covarianceFactor(await problem.linearise(Float64Array.of(0, 0))))[1]).toBeCloseTo(t, 12)
    expect(y.mean).toBeGreaterThan(8 * error)
    expect(y.quantiles[2]).toBeGreaterThan(1.959964 * t + 8 * error)
  })

  it("goes on from a stored state to the same bits", async () => {
    const { problem, x } = skewed()
    const sampler = make(1)
    const run = async (stored: boolean): Promise<SamplerState> => {
      let state = await sampler.init(problem, x)
      for (let i = 0; i < 12; i++) state = await sampler.step(problem, stored ? JSON.parse(JSON.stringify(state)) : state)
      return state
    }
    expect(await run(true)).toEqual(await run(false))
  })

  it("refuses a density that nothing ends", async () => {
    const triangle = triangleOf(Float64Array.of(1, 1, 0.3), 1, 2)
    const free = quadraticProblem(triangle, { names: ["a", "b"], x: new Float64Array(2) })
    await expect(make(1).init(free, new Float64Array(2))).rejects.toThrow(/neither data nor bounds end the probability along a, b/)
  })

  it("stays in its box where the data say nothing, and fills it evenly", async () => {
    const triangle = triangleOf(Float64Array.of(0.7, 0, 0.3), 1, 2)
    const problem = quadraticProblem(triangle, {
      names: ["a", "b"],
      x: new Float64Array(2),
      lower: Float64Array.of(-90, 2),
      upper: Float64Array.of(90, 5),
    })
    const draws = await drawsOf(make(1), problem, Float64Array.of(-0.3 / 0.7, 3), warmUp, count)
    const [, b] = summariseDraws(problem.names, draws)
    expect(Math.abs(b.mean - 3.5)).toBeLessThan((4 * Math.sqrt(0.75)) / Math.sqrt(b.bulkSize!))
    expect(Math.abs(b.deviation / Math.sqrt(0.75) - 1)).toBeLessThan(4 / Math.sqrt(b.bulkSize!))
  })
})

describe.each([
  {
    name: "hamiltonian",
    draw: (problem: LeastSquaresProblem, x: Float64Array) =>
      drawsOf(hamiltonianSampler({ seed: 6, warmUp: 150, open: "hold" }), problem, x, 200, 1500),
  },
  {
    name: "Crank–Nicolson",
    draw: (problem: LeastSquaresProblem, x: Float64Array) =>
      drawsOf(crankNicolsonSampler({ seed: 7, open: "hold" }), problem, x, 200, 2000),
  },
])("the $name sampler, asked to hold what nothing ends", ({ draw }) => {
  it("does, and draws the rest as if that were known", async () => {
    // a + b is seen, a − b is not; c is seen by itself.
    const triangle = triangleOf(Float64Array.of(2, 2, 0, 0, 0, 0, 4, 0), 2, 3)
    const problem = quadraticProblem(triangle, { names: ["a", "b", "c"], x: new Float64Array(3) })
    expect(openDirections(problem, triangle)).toEqual(["a, b"])
    const draws = await draw(problem, Float64Array.of(0.3, -0.3, 0))
    for (const chain of draws) for (let i = 0; i < chain.length; i += 3) expect(chain[i] - chain[i + 1]).toBeCloseTo(0.6, 9)
    const [a, , c] = summariseDraws(problem.names, draws)
    // a + b has the deviation ½, and a half of it.
    for (const { deviation, bulkSize } of [a, c]) expect(Math.abs(deviation / 0.25 - 1)).toBeLessThan(4 / Math.sqrt(bulkSize!))
  })
})
