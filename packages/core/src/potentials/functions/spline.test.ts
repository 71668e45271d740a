import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { Failure } from "../../failure/failure.ts"
import { kernels } from "../../kernels/kernels.ts"
import { checkFunction } from "../../testing/potential/check-function.ts"
import { parameterValues } from "../parameters.ts"
import { bSplineFunction } from "./bspline.ts"
import type { SplineFunction } from "./piecewise.ts"
import { splineFunction, type SplineEnd } from "./spline.ts"

const knots = [1.7, 2.05, 2.2, 2.9, 3.3, 3.95, 4.4, 5.1]
const values = [3.1, 1.2, 0.7, -0.4, -0.31, -0.12, 0.05, 0.21]
const between = knots.slice(1).flatMap((knot, j) => [0.11, 0.5, 0.83].map((part) => knots[j] + part * (knot - knots[j])))
const starts = ["natural", "flat", "slope"] as const
const ends = ["natural", "flat", "slope", "zero"] as const
const orders = ["cubic", "quintic"] as const

/** f and its first two derivatives at a point. */
function valueAt(spline: SplineFunction, x: number, theta: Float64Array): { f: number; df: number; d2f: number } {
  const { heap } = kernels()
  return heap.scope(() => {
    const count = theta.length
    const out = { f: heap.f64(1), df: heap.f64(1), d2f: heap.f64(1), fk: heap.f64(count), dfk: heap.f64(count) }
    const at = heap.f64(1)
    at[0] = x
    spline.jacobian(1, at, theta, out)
    return { f: out.f[0], df: out.df[0], d2f: out.d2f[0] }
  })
}

describe.each(orders)("a %s spline through values", (order) => {
  it("has exact derivatives, with every pair of end conditions, inside and outside its knots", () => {
    for (const start of starts) {
      for (const end of ends) {
        const spline = splineFunction({ knots, order, start, end, values })
        const theta = parameterValues(spline.parameters).map((value) => value + 0.37)
        checkFunction(spline, { points: [1.2, 1.6, ...between, 5.6], theta })
      }
    }
  })

  it("passes through its values with two continuous derivatives, whatever the knots", () => {
    const gaps = fc.array(fc.double({ min: 0.1, max: 1, noNaN: true }), { minLength: 2, maxLength: 14 })
    fc.assert(
      fc.property(
        gaps,
        fc.constantFrom(...starts),
        fc.constantFrom<SplineEnd>(...ends),
        fc.infiniteStream(fc.double({ min: -9, max: 9, noNaN: true })),
        (gaps, start, end, stream) => {
          const at = gaps.reduce((sum, gap) => [...sum, sum[sum.length - 1] + gap], [0.4])
          const spline = splineFunction({ knots: at, order, start, end })
          const theta = Float64Array.from(spline.parameters, () => stream.next().value)
          at.forEach((knot, j) => {
            const here = valueAt(spline, knot, theta)
            const before = valueAt(spline, knot - 1e-9, theta)
            const isLast = j === at.length - 1
            expect(here.f).toBeCloseTo(isLast && end === "zero" ? 0 : theta[j], 8)
            expect(Math.abs(here.df - before.df)).toBeLessThan(1e-5)
            if (!(isLast && end === "zero" && order === "cubic")) expect(Math.abs(here.d2f - before.d2f)).toBeLessThan(2e-3)
          })
        },
      ),
      { numRuns: 60 },
    )
  })

  it("meets its end conditions", () => {
    const at = (start: SplineEnd & (typeof starts)[number], end: SplineEnd, x: number) => {
      const spline = splineFunction({ knots, order, start, end, values })
      const theta = parameterValues(spline.parameters)
      spline.parameters.forEach(({ key }, k) => {
        if (key.endsWith("Slope")) theta[k] = 0.61
      })
      return valueAt(spline, x, theta)
    }
    expect(at("flat", "flat", 1.7).df).toBeCloseTo(0, 10)
    expect(at("flat", "flat", 5.1).df).toBeCloseTo(0, 10)
    expect(at("slope", "slope", 1.7).df).toBeCloseTo(0.61, 10)
    expect(at("slope", "slope", 5.1).df).toBeCloseTo(0.61, 10)
    if (order === "cubic") expect(at("natural", "natural", 1.7).d2f).toBeCloseTo(0, 10)
    if (order === "cubic") expect(at("natural", "natural", 5.1).d2f).toBeCloseTo(0, 10)
    if (order === "quintic") expect(at("natural", "zero", 5.1 - 1e-7).d2f).toBeCloseTo(0, 4)
    expect(at("natural", "zero", 5.1 - 1e-9).df).toBeCloseTo(0, 6)
  })

  it("gives back a straight line exactly", () => {
    const spline = splineFunction({ knots, order, values: knots.map((x) => 2.5 - 0.7 * x) })
    for (const x of [0.3, ...between, 6.2]) expect(valueAt(spline, x, parameterValues(spline.parameters)).f).toBeCloseTo(2.5 - 0.7 * x, 11)
  })

  it("converges on a smooth function with the order of its degree", () => {
    const error = (intervals: number): number => {
      const at = Array.from({ length: intervals + 1 }, (_, j) => 1 + (2 * j) / intervals)
      const spline = splineFunction({ knots: at, order, values: at.map((x) => Math.sin(2 * x)) })
      const theta = parameterValues(spline.parameters)
      // Away from the ends, whose natural condition the sine does not meet.
      return Math.max(...[1.93, 1.97, 2.01, 2.06].map((x) => Math.abs(valueAt(spline, x, theta).f - Math.sin(2 * x))))
    }
    const rate = Math.log2(error(20) / error(40))
    expect(rate).toBeGreaterThan(order === "cubic" ? 3.5 : 5.5)
  })
})

describe.each(orders)("a %s B-spline", (order) => {
  const random = (_: unknown, k: number): number => Math.sin(3 * k + 1)

  it("has exact derivatives", () => {
    for (const end of ["free", "zero"] as const) {
      const spline = bSplineFunction({ knots, order, end })
      checkFunction(spline, { points: [1.2, 1.6, ...between, 5.6], theta: Float64Array.from(spline.parameters, random) })
    }
  })

  it("is one everywhere when all its coefficients are one", () => {
    const spline = bSplineFunction({ knots, order })
    const theta = new Float64Array(spline.parameters.length).fill(1)
    for (const x of [1, ...between, 5.3]) expect(valueAt(spline, x, theta).f).toBeCloseTo(1, 12)
  })

  it("ends with all its continuous derivatives zero", () => {
    const spline = bSplineFunction({ knots, order, end: "zero" })
    const { f, df, d2f } = valueAt(spline, 5.1 - 1e-7, Float64Array.from(spline.parameters, random))
    for (const value of [f, df, d2f]) expect(Math.abs(value)).toBeLessThan(1e-4)
  })

  it("lets each coefficient reach no more than degree + 1 intervals", () => {
    const spline = bSplineFunction({ knots, order })
    const reach = spline.parameters.map((_, k) => {
      const one = new Float64Array(spline.parameters.length)
      one[k] = 1
      return knots.slice(1).filter((knot, j) => valueAt(spline, (knot + knots[j]) / 2, one).f !== 0).length
    })
    expect(Math.max(...reach)).toBe(order === "cubic" ? 4 : 6)
  })
})

describe("roughness", () => {
  it.each(orders)("is the integral of the squared curvature of a %s", (order) => {
    for (const spline of [splineFunction({ knots, order, end: "zero" }), bSplineFunction({ knots, order })]) {
      const count = spline.parameters.length
      const theta = Float64Array.from(spline.parameters, (_, k) => Math.cos(2 * k))
      let penalty = 0
      for (let row = 0; row < spline.roughness.length; row += count) {
        const term = theta.reduce((sum, value, k) => sum + value * spline.roughness[row + k], 0)
        penalty += term * term
      }
      // Simpson's rule on each interval, fine enough for ten digits.
      let integral = 0
      for (let j = 1; j < knots.length; j++) {
        const steps = 400
        const h = (knots[j] - knots[j - 1]) / steps
        for (let i = 0; i <= steps; i++) {
          const weight = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2
          const x = Math.min(knots[j - 1] + i * h, knots[j] - 1e-13)
          integral += (weight * h * valueAt(spline, x, theta).d2f ** 2) / 3
        }
      }
      expect(penalty / integral).toBeCloseTo(1, 8)
    }
  })
})

describe("bad knots", () => {
  it("are refused with the number of the knot", () => {
    expect(() => splineFunction({ knots: [1, 2], order: "cubic" })).toThrow(Failure)
    expect(() => splineFunction({ knots: [1, 2, 2, 3], order: "cubic" })).toThrow("knot 2 at 2 does not lie beyond knot 1 at 2")
    expect(() => bSplineFunction({ knots: [1, Number.NaN, 3], order: "quintic" })).toThrow("knot 1 is NaN")
  })
})
