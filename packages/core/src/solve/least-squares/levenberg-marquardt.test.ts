import { describe, expect, it } from "vitest"
import { Failure } from "../../failure/failure.ts"
import { residualProblem } from "../../testing/solver/residual-problem.ts"
import { drive } from "../solver.ts"
import { levenbergMarquardt, minimiseLeastSquares } from "./levenberg-marquardt.ts"

const { exp } = Math

/** Moré, Garbow & Hillstrom, DOI 10.1145/355934.355936: problems with known minima, numbered as there. */
const problems = [
  {
    name: "Powell singular (13): the Jacobian has rank 2 at the solution",
    start: [3, -1, 0, 1],
    residuals: ([a, b, c, d]: Float64Array) => [a + 10 * b, Math.sqrt(5) * (c - d), (b - 2 * c) ** 2, Math.sqrt(10) * (a - d) ** 2],
    jacobian: ([a, b, c, d]: Float64Array) => [
      [1, 10, 0, 0],
      [0, 0, Math.sqrt(5), -Math.sqrt(5)],
      [0, 2 * (b - 2 * c), -4 * (b - 2 * c), 0],
      [2 * Math.sqrt(10) * (a - d), 0, 0, -2 * Math.sqrt(10) * (a - d)],
    ],
    squares: 0,
  },
  {
    name: "Brown badly scaled (4): solutions 10⁶ and 2·10⁻⁶",
    start: [1, 1],
    residuals: ([a, b]: Float64Array) => [a - 1e6, b - 2e-6, a * b - 2],
    jacobian: ([a, b]: Float64Array) => [
      [1, 0],
      [0, 1],
      [b, a],
    ],
    squares: 0,
  },
  {
    name: "Freudenstein & Roth (2): the local minimum 48.98425",
    start: [0.5, -2],
    residuals: ([a, b]: Float64Array) => [-13 + a + ((5 - b) * b - 2) * b, -29 + a + ((b + 1) * b - 14) * b],
    jacobian: ([, b]: Float64Array) => [
      [1, 10 * b - 3 * b * b - 2],
      [1, 3 * b * b + 2 * b - 14],
    ],
    squares: 48.98425,
  },
  {
    name: "Jennrich & Sampson (6): a large residual",
    start: [0.3, 0.4],
    residuals: ([a, b]: Float64Array) => Array.from({ length: 10 }, (_, i) => 2 + 2 * (i + 1) - (exp((i + 1) * a) + exp((i + 1) * b))),
    jacobian: ([a, b]: Float64Array) => Array.from({ length: 10 }, (_, i) => [-(i + 1) * exp((i + 1) * a), -(i + 1) * exp((i + 1) * b)]),
    squares: 124.362,
  },
  {
    name: "Bard (8)",
    start: [1, 1, 1],
    residuals: ([a, b, c]: Float64Array) =>
      [0.14, 0.18, 0.22, 0.25, 0.29, 0.32, 0.35, 0.39, 0.37, 0.58, 0.73, 0.96, 1.34, 2.1, 4.39].map((y, i) => {
        const [u, v] = [i + 1, 15 - i]
        return y - (a + u / (v * b + Math.min(u, v) * c))
      }),
    jacobian: ([, b, c]: Float64Array) =>
      Array.from({ length: 15 }, (_, i) => {
        const [u, v] = [i + 1, 15 - i]
        const w = Math.min(u, v)
        return [-1, (u * v) / (v * b + w * c) ** 2, (u * w) / (v * b + w * c) ** 2]
      }),
    squares: 8.21487e-3,
  },
  {
    name: "Brown & Dennis (16): minimum 85822.2",
    start: [25, 5, -5, -1],
    residuals: ([a, b, c, d]: Float64Array) =>
      Array.from({ length: 20 }, (_, i) => {
        const t = (i + 1) / 5
        return (a + t * b - exp(t)) ** 2 + (c + d * Math.sin(t) - Math.cos(t)) ** 2
      }),
    jacobian: ([a, b, c, d]: Float64Array) =>
      Array.from({ length: 20 }, (_, i) => {
        const t = (i + 1) / 5
        const u = 2 * (a + t * b - exp(t))
        const v = 2 * (c + d * Math.sin(t) - Math.cos(t))
        return [u, t * u, v, Math.sin(t) * v]
      }),
    squares: 85822.2,
  },
]

describe("Levenberg–Marquardt on the problems of Moré, Garbow and Hillstrom", () => {
  for (const { name, start, residuals, jacobian, squares } of problems) {
    it(name, async () => {
      const problem = residualProblem({
        names: start.map((_, k) => `x${k + 1}`),
        residuals: (x) => Float64Array.from(residuals(x)),
        jacobian: (x) => Float64Array.from(jacobian(x).flat()),
      })
      const { status, stats } = await minimiseLeastSquares(problem, Float64Array.from(start))
      expect(status.outcome, status.sentence).toBe("converged")
      expect(Math.abs(2 * stats.state.cost - squares)).toBeLessThan(5e-6 * squares + 1e-20)
    })
  }
})

/** Rosenbrock's valley, ten times as steep, with its second derivative. */
const steep = {
  names: ["x", "y"],
  residuals: ([x, y]: Float64Array) => Float64Array.of(100 * (y - x * x), 1 - x),
  jacobian: ([x]: Float64Array) => Float64Array.of(-200 * x, 100, -1, 0),
}

describe("Levenberg–Marquardt", () => {
  it("needs fewer steps with geodesic acceleration", async () => {
    const secondDerivative = (_: Float64Array, [v]: Float64Array): Float64Array => Float64Array.of(-200 * v * v, 0)
    const start = Float64Array.of(-1.2, 1)
    const straight = await minimiseLeastSquares(residualProblem(steep), start)
    const bent = await minimiseLeastSquares(residualProblem({ ...steep, secondDerivative }), start)
    for (const { value } of [straight, bent]) for (const component of value) expect(component).toBeCloseTo(1, 8)
    expect(bent.stats.iterations).toBeLessThan(straight.stats.iterations)
  })

  it("takes the same path whatever the units", async () => {
    const unit = 2 ** 20
    const scaled = residualProblem({
      names: ["x", "y"],
      residuals: ([x, y]) => steep.residuals(Float64Array.of(x / unit, y * unit)),
      jacobian: ([x]) => steep.jacobian(Float64Array.of(x / unit)).map((value, at) => (at % 2 === 0 ? value / unit : value * unit)),
    })
    const plain = await minimiseLeastSquares(residualProblem(steep), Float64Array.of(-1.2, 1))
    const other = await minimiseLeastSquares(scaled, Float64Array.of(-1.2 * unit, 1 / unit))
    // Powers of two scale without rounding, so the paths agree in every bit.
    expect([other.value[0] / unit, other.value[1] * unit]).toEqual([...plain.value])
    expect(other.stats.costs).toBe(plain.stats.costs)
  })

  it("ends with two parameters that only occur as a sum", async () => {
    const problem = residualProblem({
      names: ["a", "b", "c"],
      residuals: ([a, b, c]) => Float64Array.of(a + b - 3, (a + b) * c - 6, c * c - 4.5),
      jacobian: ([a, b, c]) => Float64Array.of(1, 1, 0, c, c, a + b, 0, 0, 2 * c),
    })
    const { value, status } = await minimiseLeastSquares(problem, Float64Array.of(10, -2, 1))
    expect(status.outcome).toBe("converged")
    const again = await minimiseLeastSquares(problem, Float64Array.of(3, 5, 1))
    expect(value[0] + value[1]).toBeCloseTo(again.value[0] + again.value[1], 7)
    expect(value[2]).toBeCloseTo(again.value[2], 7)
  })

  it("says so when the derivatives do not belong to the cost", async () => {
    const problem = residualProblem({
      names: ["x"],
      residuals: ([x]) => Float64Array.of(x * x + 1),
      jacobian: ([x]) => Float64Array.of(-2 * x),
    })
    const { status } = await minimiseLeastSquares(problem, Float64Array.of(1))
    expect(status.outcome).toBe("stalled")
    expect(status.sentence).toMatch(/the derivatives do not belong to this cost/)
  })

  it("says so when a derivative is not finite", async () => {
    const problem = residualProblem({ names: ["x"], residuals: ([x]) => Float64Array.of(x - 1), jacobian: () => Float64Array.of(NaN) })
    const { status } = await minimiseLeastSquares(problem, Float64Array.of(3))
    expect(status.sentence).toMatch(/a derivative is not finite/)
  })

  it("refuses to start where the cost is not a number", async () => {
    const problem = residualProblem({ names: ["depth"], residuals: () => Float64Array.of(NaN), jacobian: () => Float64Array.of(1) })
    await expect(minimiseLeastSquares(problem, Float64Array.of(3))).rejects.toThrow(Failure)
    await expect(minimiseLeastSquares(problem, Float64Array.of(3))).rejects.toThrow(/cost at the starting values is NaN/)
  })

  it("starts from the nearest point within the bounds, and keeps a fixed parameter", async () => {
    const problem = residualProblem({ ...steep, lower: [-2, 0.81], upper: [2, 0.81] })
    const { value, status } = await minimiseLeastSquares(problem, Float64Array.of(7, 5))
    expect(value[1]).toBe(0.81)
    // d/dx ½[(100 (0.81 − x²))² + (1 − x)²] = 0 near x = 0.9
    const slope = -20_000 * value[0] * (0.81 - value[0] ** 2) - (1 - value[0])
    expect(Math.abs(slope)).toBeLessThan(1e-5)
    expect(status.notes).toEqual([])
  })

  it("stops when told to, and goes on from there as if it had not been", async () => {
    const problem = residualProblem(steep)
    const solver = levenbergMarquardt()
    const whole = await drive(solver, problem, Float64Array.of(-1.2, 1))
    const control = new AbortController()
    const stopped = await drive(solver, problem, Float64Array.of(-1.2, 1), {
      signal: control.signal,
      onIteration: (state) => {
        if (state.iteration === 5) control.abort()
      },
    })
    expect(stopped.status.outcome).toBe("aborted")
    expect(stopped.state.iteration).toBe(5)
    const resumed = await drive(solver, problem, JSON.parse(JSON.stringify(stopped.state)))
    expect(resumed.state).toEqual(whole.state)
  })

  it("explains a limit with its numbers", async () => {
    const { status } = await minimiseLeastSquares(residualProblem(steep), Float64Array.of(-1.2, 1), { iterations: 2 })
    expect(status.outcome).toBe("limit")
    expect(status.sentence).toMatch(/stopped at the limit of 2 iterations with cost \d/)
  })
})
