import { describe, expect, it } from "vitest"
import type { Parameter } from "../../potentials/parameters.ts"
import { minimiseLeastSquares } from "../../solve/least-squares/levenberg-marquardt.ts"
import type { LeastSquaresProblem } from "../../solve/problem.ts"
import { type Residuals, residualProblem } from "../../testing/solver/residual-problem.ts"
import { profileLimit } from "../profiles/profiler.ts"
import { geodesicFollower, type GeodesicOptions, type GeodesicState } from "./geodesic.ts"
import { manifoldLimit } from "./manifold-limit.ts"

async function followed(
  problem: LeastSquaresProblem,
  x: readonly number[],
  options: GeodesicOptions = {},
): Promise<{ last: GeodesicState; states: readonly GeodesicState[] }> {
  const { init, step } = geodesicFollower(
    problem.names.map(() => true),
    options,
  )
  let last = await init(problem, Float64Array.from(x))
  const states = [last]
  while (!last.end) states.push((last = await step(problem, last)))
  return { last, states }
}

const layout = (keys: readonly string[], x: readonly number[]): Parameter[] =>
  keys.map((key, k) => ({
    ...{
      key,
      value: Math.exp(x[k]),
      unit: "1",
      lower: 0,
      upper: Infinity,
      transform: "log" as const,
      fixed: false,
      linear: false,
      doc: "",
    },
  }))

/** The plane (α e^−u, β e^−v) in units of σ: flat, so geodesics are straight lines of the predictions. */
const plane = residualProblem({
  names: ["u", "v"],
  residuals: ([u, v]) => Float64Array.of(7 * Math.exp(-u) - 1, 3 * Math.exp(-v) + 7 * Math.exp(-u) - 2),
  jacobian: ([u, v]) => Float64Array.of(-7 * Math.exp(-u), 0, -7 * Math.exp(-u), -3 * Math.exp(-v)),
  secondDerivative: ([u, v], [a, b]) => Float64Array.of(7 * Math.exp(-u) * a * a, 3 * Math.exp(-v) * b * b + 7 * Math.exp(-u) * a * a),
})

/** Sum of two decays of ln amplitude and ln rates, at times where the slow one is seen alone. */
const decays = (times: readonly number[], y: readonly number[], sigma: number): Residuals => ({
  names: ["a", "b"],
  residuals: ([a, b]) => Float64Array.from(times, (t, i) => (Math.exp(-Math.exp(a) * t) + Math.exp(-Math.exp(b) * t) - y[i]) / sigma),
  jacobian: ([a, b]) => Float64Array.from(times.flatMap((t) => [a, b].map((l) => (-t * Math.exp(l) * Math.exp(-Math.exp(l) * t)) / sigma))),
  secondDerivative: ([a, b], v) =>
    Float64Array.from(times, (t) =>
      [a, b].reduce((sum, l, k) => {
        const kt = t * Math.exp(l)
        return sum + (v[k] ** 2 * (kt * kt - kt) * Math.exp(-kt)) / sigma
      }, 0),
    ),
})

describe("geodesics", () => {
  it.each([-1, 1] as const)("of a flat manifold are straight lines of the predictions at unit speed, side %s", async (side) => {
    const [x0, v0] = [0.3, 1.1]
    const { states, last } = await followed(plane, [x0, v0], { side, tolerance: 1e-6, steps: 300 })
    const predictions = ({ x: [u, v] }: GeodesicState): readonly number[] => [7 * Math.exp(-u), 3 * Math.exp(-v) + 7 * Math.exp(-u)]
    const [first] = states
    const [u, v] = first.velocity
    const way = [-7 * Math.exp(-x0) * u, -3 * Math.exp(-v0) * v - 7 * Math.exp(-x0) * u]
    expect(Math.hypot(...way)).toBeCloseTo(1, 12)
    for (const state of states) {
      predictions(state).forEach((value, i) => expect(value).toBeCloseTo(predictions(first)[i] + state.length * way[i], 4))
    }
    if (last.end !== "boundary") return
    // There one exponential has vanished: the length to it is known.
    const [p, q] = [7 * Math.exp(-x0), 3 * Math.exp(-v0)]
    const reached = Math.min(...[-p / way[0], -q / (way[1] - way[0])].filter((length) => length > 0))
    expect(Math.abs(last.length / reached - 1)).toBeLessThan(0.02)
  })

  it("keep their speed in the predictions where the manifold is curved, and go on from a stored state", async () => {
    const times = [0.2, 0.5, 1.1, 2.3, 4.1]
    const problem = residualProblem(
      decays(
        times,
        times.map((t) => Math.exp(-0.7 * t) + Math.exp(-2.9 * t)),
        0.03,
      ),
    )
    const { states } = await followed(problem, [Math.log(0.7), Math.log(2.9)], { tolerance: 1e-5, steps: 60 })
    for (const { x, velocity } of states) {
      const J = decays(times, times, 0.03).jacobian(Float64Array.from(x))
      const speed = Math.hypot(...times.map((_, i) => J[2 * i] * velocity[0] + J[2 * i + 1] * velocity[1]))
      expect(speed).toBeCloseTo(1, 3)
    }
    const { init, step } = geodesicFollower([true, true], { tolerance: 1e-5, steps: 60 })
    let state = await init(problem, Float64Array.of(Math.log(0.7), Math.log(2.9)))
    for (let i = 0; i < 10; i++) state = await step(problem, JSON.parse(JSON.stringify(state)))
    expect(state).toEqual(states[10])
  })
})

describe("the boundary", () => {
  it("of a fast decay that no datum sees is an infinite rate, and a model without it would do", async () => {
    // The second decay is over before the first datum: its rate could be anything large.
    const times = [1, 1.7, 2.4, 3.3, 4.6]
    const y = times.map((t, i) => Math.exp(-0.4 * t) + Math.exp(-3.1 * t) + 0.001 * Math.cos(5 * i))
    const problem = residualProblem(decays(times, y, 0.04))
    const { value: x } = await minimiseLeastSquares(problem, Float64Array.of(Math.log(0.4), Math.log(3)))
    const cost = await problem.cost(x)
    const ends = await Promise.all(
      ([-1, 1] as const).map(async (side) => {
        const { last } = await followed(problem, Array.from(x), { side })
        return manifoldLimit(problem, last, layout(["slow", "fast"], Array.from(x)), cost, profileLimit(0.95))
      }),
    )
    const limit = ends.find(({ motions }) => motions[0]?.towards === "∞")!
    expect(limit.end).toBe("boundary")
    expect(limit.motions.map(({ key }) => key)).toEqual(["fast"])
    // By brute force: the slow decay alone.
    let least = Infinity
    for (let k = 0; k < 4000; k++) least = Math.min(least, await problem.cost(Float64Array.of(Math.log(0.2 + 1e-4 * k), 8)))
    expect(limit.rise!).toBeCloseTo(least - cost, 2)
    expect(limit.sentence).toMatch(/fast → ∞; with fast held .* would do/)
  })

  it("of a rate whose start alone is seen is a product that stays", async () => {
    // a (1 − e^(−b t)) at short times is a b t.
    const times = [0.1, 0.2, 0.35, 0.5]
    const problem = residualProblem({
      names: ["a", "b"],
      residuals: ([a, b]) =>
        Float64Array.from(times, (t) => (-Math.exp(a) * Math.expm1(-Math.exp(b) * t) - 2 * -Math.expm1(-0.4 * t)) / 0.02),
      jacobian: ([a, b]) =>
        Float64Array.from(
          times.flatMap((t) => [
            (-Math.exp(a) * Math.expm1(-Math.exp(b) * t)) / 0.02,
            (Math.exp(a + b) * t * Math.exp(-Math.exp(b) * t)) / 0.02,
          ]),
        ),
      secondDerivative: ([a, b], [v, w]) =>
        Float64Array.from(times, (t) => {
          const kt = Math.exp(b) * t
          const first = Math.exp(a) * kt * Math.exp(-kt)
          return (-v * v * Math.exp(a) * Math.expm1(-kt) + 2 * v * w * first + w * w * first * (1 - kt)) / 0.02
        }),
    })
    const x = [Math.log(2), Math.log(0.4)]
    const ends = await Promise.all(
      ([-1, 1] as const).map(async (side) => {
        const { last } = await followed(problem, x, { side })
        return manifoldLimit(problem, last, layout(["amplitude", "rate"], x), 0, profileLimit(0.95))
      }),
    )
    const limit = ends.find(({ motions }) => motions.some(({ key, towards }) => key === "rate" && towards === "0"))!
    expect(limit.motions.find(({ key }) => key === "amplitude")!.towards).toBe("∞")
    expect(limit.sentence).toMatch(/while (amplitude × rate|rate × amplitude) stays/)
  })

  it("where two rates become one is no limit of 0 or ∞", async () => {
    const times = [0.3, 0.9, 1.6, 2.8]
    const [slow, fast] = [0.8, 1.5]
    const y = times.map((t) => Math.exp(-slow * t) + Math.exp(-fast * t))
    const problem = residualProblem(decays(times, y, 0.01))
    const x = [Math.log(slow), Math.log(fast)]
    const ends = await Promise.all(
      ([-1, 1] as const).map(async (side) => {
        const { last } = await followed(problem, x, { side })
        return manifoldLimit(problem, last, layout(["slow", "fast"], x), 0, profileLimit(0.95))
      }),
    )
    const fold = ends.find(({ motions }) => motions.some(({ towards }) => towards === "a finite value"))!
    expect(fold.motions.map(({ key }) => key).sort()).toEqual(["fast", "slow"])
    expect(fold.motions[0].at / fold.motions[1].at).toBeCloseTo(1, 1)
  })

  it("at a bound is that bound", async () => {
    const bounded = { ...plane, lower: Float64Array.of(-9, -9), upper: Float64Array.of(1.5, 1.5) }
    const limits = await Promise.all(
      ([-1, 1] as const).map(async (side) => {
        const { last } = await followed(bounded, [0.3, 1.1], { side, steps: 100 })
        return manifoldLimit(bounded, last, layout(["u", "v"], [0.3, 1.1]), 0, profileLimit(0.95))
      }),
    )
    const bound = limits.find(({ end }) => end === "bound")!
    const [{ key, towards, at }] = bound.motions
    expect(towards).toBe("a bound")
    expect([-9, 1.5].map((value) => Math.exp(value))).toContain(at)
    expect(["u", "v"]).toContain(key)
    expect(bound.rise).toBeGreaterThan(-1e-6)
  })
})
