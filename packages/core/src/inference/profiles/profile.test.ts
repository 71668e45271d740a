import { describe, expect, it } from "vitest"
import { normals, seedRandom } from "../../random/random.ts"
import { triangleOf } from "../../linalg/triangle/combine-rows.ts"
import { solveLinear } from "../../solve/linear/solve-linear.ts"
import { minimiseLeastSquares } from "../../solve/least-squares/levenberg-marquardt.ts"
import type { LeastSquaresProblem } from "../../solve/problem.ts"
import { type Residuals, residualProblem } from "../../testing/solver/residual-problem.ts"
import { covarianceFactor, standardErrors } from "../covariance.ts"
import { type ProfileOptions, profileLimit, profiler } from "./profiler.ts"
import { quadraticProblem } from "./quadratic-problem.ts"
import type { ProfileState } from "./state.ts"

async function profilesOf(problem: LeastSquaresProblem, x: Float64Array, options: ProfileOptions = {}): Promise<ProfileState> {
  const { init, step } = profiler(options)
  let state = await init(problem, x)
  while (!state.status) state = await step(problem, state)
  return state
}

const times = [0.2, 0.7, 1.1, 2.3, 3.1, 4.7]
/** a (1 − e^(−b t)) in units of σ, at ln a and ln b. */
const saturation = (sigma: number, y: readonly number[], bounds: Pick<Residuals, "lower" | "upper"> = {}): Residuals => ({
  names: ["ln a", "ln b"],
  residuals: ([u, v]) => Float64Array.from(times, (t, i) => (Math.exp(u) * -Math.expm1(-Math.exp(v) * t) - y[i]) / sigma),
  jacobian: ([u, v]) =>
    Float64Array.from(
      times.flatMap((t) => [
        (Math.exp(u) * -Math.expm1(-Math.exp(v) * t)) / sigma,
        (Math.exp(u + v) * t * Math.exp(-Math.exp(v) * t)) / sigma,
      ]),
    ),
  ...bounds,
})
const curveOf = (a: number, b: number): number[] => times.map((t) => a * -Math.expm1(-b * t))

describe("profiles", () => {
  it("of a linear problem end where the standard errors say, whatever the units", async () => {
    const [m, n] = [40, 4]
    const rows = new Float64Array(m * (n + 1))
    normals(seedRandom(31), rows)
    for (let i = 0; i < m; i++) rows[i * (n + 1) + 2] = 1e-4 * rows[i * (n + 1) + 2] + 3e-4 * rows[i * (n + 1)]
    const triangle = triangleOf(rows, m, n)
    const x = solveLinear(triangle).value
    const problem = quadraticProblem(triangle, { names: ["a", "b", "c", "d"], x: new Float64Array(n) })
    const state = await profilesOf(problem, x, { confidence: 0.9 })
    const errors = standardErrors(covarianceFactor(triangle))
    const z = Math.sqrt(2 * profileLimit(0.9))
    expect(z).toBeCloseTo(1.6448536269514722, 10)
    for (const { index, sides } of state.profiles) {
      for (const { direction, end, crossing } of sides) {
        expect(end).toBe("crossed")
        expect((crossing! - x[index]) / errors[index]).toBeCloseTo(direction * z, 5)
      }
    }
  })

  it("end where the cost minimised over the other parameters is the limit", async () => {
    const y = curveOf(3.7, 0.6).map((value, i) => value + 0.1 * Math.cos(7 * i))
    const problem = residualProblem(saturation(0.21, y))
    const { value: x, stats } = await minimiseLeastSquares(problem, Float64Array.of(1, 0))
    const state = await profilesOf(problem, x)
    const limit = profileLimit(0.95)
    for (const { index, sides } of state.profiles) {
      for (const { end, crossing, points } of sides) {
        expect(end).toBe("crossed")
        // By brute force along the other parameter.
        let least = Infinity
        for (let i = -40_000; i <= 40_000; i++) {
          const other = x[1 - index] + i * 1e-4
          least = Math.min(least, await problem.cost(index === 0 ? Float64Array.of(crossing!, other) : Float64Array.of(other, crossing!)))
        }
        expect(Math.abs(least - stats.state.cost - limit)).toBeLessThan(0.01 * limit)
        expect(points.length).toBeLessThan(20)
        expect(points.every(({ delta }, i) => i === 0 || delta > points[i - 1].delta)).toBe(true)
      }
    }
  })

  it("level off where the data cannot tell how large a parameter is", async () => {
    // Long before the first datum the curve has saturated: any larger rate does as well.
    const problem = residualProblem(saturation(0.3, curveOf(2.9, 12)))
    const { value: x } = await minimiseLeastSquares(problem, Float64Array.of(1, 2))
    const state = await profilesOf(problem, x)
    const [amplitude, rate] = state.profiles
    expect(amplitude.sides.map(({ end }) => end)).toEqual(["crossed", "crossed"])
    expect(rate.sides.map(({ end }) => end)).toEqual(["crossed", "plateau"])
    const height = rate.sides[1].points.at(-1)!.delta
    // As far as the limit of infinite rate lies above the minimum: every datum is the amplitude.
    const data = curveOf(2.9, 12)
    const mean = data.reduce((sum, value) => sum + value / data.length, 0)
    expect(height).toBeCloseTo(
      data.reduce((sum, value) => sum + 0.5 * ((value - mean) / 0.3) ** 2, 0),
      3,
    )
    expect(state.status!.sentence).toContain("1 of 4 ends are open")
  })

  it("say of a combination that nothing depends on that it is flat", async () => {
    const problem = residualProblem({
      names: ["a", "b", "c"],
      residuals: ([a, b, c]) => Float64Array.of(a * b - 6, c * a * b - 3, c - 0.4),
      jacobian: ([a, b, c]) => Float64Array.of(b, a, 0, c * b, c * a, a * b, 0, 0, 1),
      lower: [0.1, -Infinity, -Infinity],
      upper: [10, Infinity, Infinity],
    })
    const { value: x } = await minimiseLeastSquares(problem, Float64Array.of(2, 3, 0.5))
    const state = await profilesOf(problem, x)
    const [a, b, c] = state.profiles
    expect(a.standardError).toBeNull()
    expect(a.sides.map(({ end }) => end)).toEqual(["bound", "bound"])
    expect(a.sides[1].points.at(-1)!.value).toBe(10)
    expect(b.sides[1].end).not.toBe("crossed")
    expect(c.sides.map(({ end }) => end)).toEqual(["crossed", "crossed"])
  })

  it("stop at a bound, and go on from a stored state to the same bits", async () => {
    const y = curveOf(3.7, 0.6)
    const problem = residualProblem(saturation(0.21, y, { lower: [-5, Math.log(0.58)], upper: [5, 3] }))
    const { value: x } = await minimiseLeastSquares(problem, Float64Array.of(1, 0))
    const straight = await profilesOf(problem, x, { parameters: ["ln b"] })
    expect(straight.profiles[0].sides[0].end).toBe("bound")
    const { init, step } = profiler({ parameters: ["ln b"] })
    let state = await init(problem, x)
    while (!state.status) state = await step(problem, JSON.parse(JSON.stringify(state)))
    expect(state).toEqual(straight)
  })

  it("tell of a lower minimum met on the way", async () => {
    const problem = residualProblem({
      names: ["x"],
      residuals: ([x]) => Float64Array.of(x ** 4 / 4 - x ** 2 / 2 - 0.1 * x + 1),
      jacobian: ([x]) => Float64Array.of(x ** 3 - x - 0.1),
    })
    const { value: x } = await minimiseLeastSquares(problem, Float64Array.of(-0.8))
    const state = await profilesOf(problem, x)
    expect(state.better!.x[0]).toBeGreaterThan(0.5)
    expect(state.status!.notes[0]).toMatch(/a point of lower cost than the fit's was met/)
  })

  it("of a banana end where its arms do, and not where the parabola does", async () => {
    const [s, t] = [0.9, 0.6]
    const problem = residualProblem({
      names: ["x", "y"],
      residuals: ([x, y]) => Float64Array.of(x / s, (y - x * x) / t),
      jacobian: ([x]) => Float64Array.of(1 / s, 0, (-2 * x) / t, 1 / t),
    })
    const limit = profileLimit(0.95)
    // Where x is zero exactly, both arms pull alike, and no refit can choose: fits end beside it.
    const state = await profilesOf(problem, Float64Array.of(1e-4, 0), { parameters: ["y"] })
    const [below, above] = state.profiles[0].sides
    expect(below.crossing!).toBeCloseTo(-1.959964 * t, 4)
    // u = x² minimises u/2s² + (y − u)²/2t² at y − u = t²/2s².
    const u = 2 * s * s * (limit - t ** 2 / (8 * s ** 4))
    expect(Math.abs(above.crossing! / (u + (t * t) / (2 * s * s)) - 1)).toBeLessThan(0.01)
    expect(above.crossing!).toBeGreaterThan(2 * -below.crossing!)
  })

  it("stop where predictions cease to exist", async () => {
    const problem = residualProblem({
      names: ["x"],
      residuals: ([x]) => Float64Array.of(Math.sqrt(4 - x)),
      jacobian: ([x]) => Float64Array.of(-0.5 / Math.sqrt(4 - x)),
    })
    const above: LeastSquaresProblem = { ...problem, lower: Float64Array.of(-100), upper: Float64Array.of(100) }
    const state = await profilesOf(above, Float64Array.of(3))
    expect(state.profiles[0].sides[1].end).toBe("edge")
    expect(state.profiles[0].sides[1].points.at(-1)!.value).toBeCloseTo(4, 4)
  })
})
