import { describe, expect, test } from "vitest"
import type { WithFunctions } from "../potentials/functions/potential-function.ts"
import type { Potential } from "../potentials/potential.ts"
import { createPotential } from "../potentials/registry.ts"
import { parameterValues } from "../potentials/parameters.ts"
import { createParameterSpace } from "./parameter-space.ts"
import { createPriorRows, priorDesign, priorResiduals, type PriorRow } from "./prior.ts"
import { createSmoothnessRows } from "./smoothness.ts"

const spline = createPotential({
  kind: "pair",
  elements: ["Ar"],
  cutoff: 6.5,
  pairs: { "Ar-Ar": { spline: { knots: 8, start: 2.1, values: [3.1, 0.7, -0.3, -0.2, -0.12, -0.05, -0.02] } } },
})

describe("priors", () => {
  test("of smoothness add ½ λ ∫ f″² of a spline", () => {
    const lambda = 0.37
    const theta = parameterValues(spline.parameters)
    const rows = createSmoothnessRows(spline, { pair: lambda })
    const sum = priorResiduals(rows, theta).reduce((total, value) => total + value * value, 0)
    // ∫ f″² by the midpoint rule on differences of f′.
    const { radial } = (spline as Potential & WithFunctions).functions[0]
    const n = 44_000
    const h = 4.4 / n
    const x = Float64Array.from({ length: n + 1 }, (_, k) => 2.1 + k * h)
    const [f, df] = [new Float64Array(n + 1), new Float64Array(n + 1)]
    radial.evaluate(n, x, theta, f, df)
    let integral = 0
    for (let k = 0; k + 1 < n; k++) integral += (df[k + 1] - df[k]) ** 2 / h
    expect(sum / (lambda * integral)).toBeCloseTo(1, 3)
  })

  test("that anchor pair splines are zero at the start, and beside it what smoothness makes of the difference", () => {
    const start = parameterValues(spline.parameters)
    const squares = (rows: readonly PriorRow[], theta: Float64Array) =>
      priorResiduals(rows, theta).reduce((total, value) => total + value * value, 0)
    const anchored = createSmoothnessRows(spline, { anchor: 0.023 })
    const smoothed = createSmoothnessRows(spline, { pair: 0.023 })
    expect(squares(anchored, start)).toBeLessThan(1e-24 * squares(smoothed, start))
    const difference = start.map((_, k) => Math.sin(2 + 3 * k))
    const moved = start.map((value, k) => value + difference[k])
    expect(squares(anchored, moved) / squares(smoothed, difference)).toBeCloseTo(1, 10)
    expect(createSmoothnessRows(spline, { pair: 0.7, anchor: 0.023 })).toEqual(createSmoothnessRows(spline, { pair: 0.7 }))
    expect(createSmoothnessRows(spline, { pair: 0, anchor: 0.023 })).toEqual([])
  })

  test("refuse a role without splines, unknown keys and fixed parameters", () => {
    expect(() => createSmoothnessRows(spline, { density: 1 })).toThrow("no density spline")
    const space = createParameterSpace(spline.parameters.map((parameter, k) => ({ ...parameter, fixed: k === 0 })))
    const one = (key: string) => createPriorRows(space, { priors: { [key]: { mean: 1, sigma: 2 } }, ridge: 0 }, 7)
    expect(() => one("pair.Ar")).toThrow("no parameter is called pair.Ar")
    expect(() => one(spline.parameters[0].key)).toThrow("is fixed")
    expect(one(spline.parameters[1].key)).toHaveLength(1)
  })

  test("have a design that is the derivative of their residuals", () => {
    const layout = spline.parameters.map((parameter, k) => ({ ...parameter, value: 1.3 + k, transform: "log" as const }))
    const tied = layout.map((parameter, k) => (k === 3 ? { ...parameter, tie: { key: layout[1].key, factor: -0.6 } } : parameter))
    const space = createParameterSpace(tied)
    const rows = [
      { parameters: [1, 3, 4], coefficients: [0.4, 2, -1], mean: 0.2, sigma: 0.3 },
      { parameters: [3], coefficients: [1], mean: -1, sigma: 1.7 },
    ]
    const theta = Float64Array.from(tied, ({ value }) => value)
    theta[3] = -0.6 * theta[1]
    const design = priorDesign(rows, space, theta)
    const width = space.free.length + 1
    space.free.forEach((k, i) => {
      const h = 1e-6
      const moved = (by: number) => {
        const next = theta.with(k, theta[k] * Math.exp(by))
        next[3] = -0.6 * next[1]
        return priorResiduals(rows, next)
      }
      const [plus, minus] = [moved(h), moved(-h)]
      rows.forEach((_, row) => expect(design[row * width + i]).toBeCloseTo((plus[row] - minus[row]) / (2 * h), 6))
    })
  })
})
