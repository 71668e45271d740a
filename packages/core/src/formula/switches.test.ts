import { describe, expect, it } from "vitest"
import { compileFormula } from "./compile.ts"
import type { Formula } from "./formula.ts"

function at(formula: Formula, x: number, theta: readonly number[] = []): { f: number; df: number; d2f: number; fk: Float64Array } {
  const count = formula.parameters.length
  const [f, df, d2f, fk, dfk] = [1, 1, 1, count, count].map((length) => new Float64Array(length))
  formula.jacobian(1, Float64Array.of(x), Float64Array.from(theta), { f, df, d2f, fk, dfk })
  return { f: f[0], df: df[0], d2f: d2f[0], fk }
}

describe("switches", () => {
  const [r1, r2] = [4.1, 5.7]
  for (const [name, smooth] of [
    ["coscut", false],
    ["polycut", true],
  ] as const) {
    const formula = compileFormula(`${name}(r, ${r1}, ${r2})`, { variable: "r" })

    it(`${name} is exactly 1 below and exactly 0 above, with its slopes`, () => {
      for (const r of [0.3, 2, r1 - 1e-9])
        expect([at(formula, r).f, Math.abs(at(formula, r).df), Math.abs(at(formula, r).d2f)]).toEqual([1, 0, 0])
      for (const r of [r2, r2 + 1e-9, 7, 1e6])
        expect([at(formula, r).f, at(formula, r).df, at(formula, r).d2f].map(Math.abs)).toEqual([0, 0, 0])
    })

    it(`${name} falls from 1 to 0, is ½ in the middle, and is antisymmetric about it`, () => {
      const middle = (r1 + r2) / 2
      expect(at(formula, middle).f).toBeCloseTo(0.5, 14)
      let before = 1
      for (let r = r1 + 0.01; r < r2; r += 0.05) {
        const { f } = at(formula, r)
        expect(f).toBeLessThan(before)
        expect(f + at(formula, 2 * middle - r).f).toBeCloseTo(1, 13)
        before = f
      }
    })

    it(`${name} joins its ends ${smooth ? "twice" : "once"} differentiably`, () => {
      for (const [end, inward] of [
        [r1, 1],
        [r2, -1],
      ] as const) {
        const { df, d2f } = at(formula, end + inward * 1e-7)
        expect(Math.abs(df)).toBeLessThan(1e-5)
        if (smooth) expect(Math.abs(d2f)).toBeLessThan(1e-4)
        else expect(Math.abs(d2f)).toBeGreaterThan(1)
      }
    })
  }
})

describe("bspline", () => {
  const [from, to] = [1.5, 6.5]
  const intervals = 7
  const h = (to - from) / intervals
  const names = Array.from({ length: intervals + 3 }, (_, j) => `c${j}`)
  const formula = compileFormula(`bspline(r, ${from}, ${to}, ${names.join(", ")})`, { variable: "r" })
  const points = Array.from({ length: 41 }, (_, i) => from + ((to - from) * i) / 40)

  it("has basis functions that add up to 1", () => {
    const ones = names.map(() => 1)
    for (const r of points) {
      const { f, df, fk } = at(formula, r, ones)
      expect(f).toBeCloseTo(1, 13)
      expect(df).toBeCloseTo(0, 12)
      expect(fk.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 13)
    }
  })

  it("reproduces any cubic from its blossom", () => {
    // p(t) = 0.7 − 1.2 t + 0.4 t² + 0.3 t³; the coefficient of knots t₁ t₂ t₃ is the polar form there.
    const coefficients = names.map((_, j) => {
      const [t1, t2, t3] = [j - 2, j - 1, j].map((i) => from + i * h) as [number, number, number]
      return 0.7 - 0.4 * (t1 + t2 + t3) + (0.4 / 3) * (t1 * t2 + t2 * t3 + t1 * t3) + 0.3 * t1 * t2 * t3
    })
    for (const r of points) {
      const { f, df, d2f } = at(formula, r, coefficients)
      expect(f).toBeCloseTo(0.7 - 1.2 * r + 0.4 * r ** 2 + 0.3 * r ** 3, 10)
      expect(df).toBeCloseTo(-1.2 + 0.8 * r + 0.9 * r ** 2, 10)
      expect(d2f).toBeCloseTo(0.8 + 1.8 * r, 9)
    }
  })

  it("is twice differentiable across its knots", () => {
    const coefficients = names.map((_, j) => Math.sin(2.3 * j))
    for (let knot = 1; knot < intervals; knot++) {
      const [below, above] = [-1e-9, 1e-9].map((step) => at(formula, from + knot * h + step, coefficients))
      expect(Math.abs(above.f - below.f)).toBeLessThan(1e-7)
      expect(Math.abs(above.df - below.df)).toBeLessThan(1e-7)
      expect(Math.abs(above.d2f - below.d2f)).toBeLessThan(1e-6)
    }
  })
})

describe("piecewise formulas", () => {
  it("take value and slope from the branch that holds, whatever the other does", () => {
    const formula = compileFormula("if(r < 0, 7, sqrt(r)*log(r))", { variable: "r" })
    expect(at(formula, -2)).toMatchObject({ f: 7, df: 0, d2f: 0 })
    expect(at(formula, 4).df).toBeCloseTo(Math.log(4) / 4 + 0.5, 14)
  })

  it("have derivatives at the density of an isolated atom", () => {
    const formula = compileFormula("-A*rho^p", { variable: "rho" })
    const { f, df, fk } = at(formula, 0, [2, 1.5])
    expect([f, df, ...fk].map(Math.abs)).toEqual([0, 0, 0, 0])
  })
})
