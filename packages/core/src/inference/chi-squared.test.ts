import { describe, expect, it } from "vitest"
import { chiSquaredQuantile } from "./chi-squared.ts"
import { logGamma, regularisedGamma } from "./gamma.ts"

describe("logGamma", () => {
  it("has the values of scipy.special.gammaln", () => {
    const expected: readonly (readonly [number, number])[] = [
      [0.1, 2.252712651734206],
      [0.5, 0.5723649429247],
      [3.3, 0.9870985778947343],
      [50, 144.56574394634487],
      [1e6, 12815504.569147611],
    ]
    for (const [x, value] of expected) expect(Math.abs(logGamma(x) / value - 1)).toBeLessThan(2e-14)
    expect(Math.abs(logGamma(1))).toBeLessThan(1e-14)
  })
})

describe("regularisedGamma", () => {
  it("is 1 − e^−x for a = 1, and P + Q = 1 on both sides of a + 1", () => {
    for (const x of [1e-8, 0.3, 1.9, 2.1, 8, 40]) {
      const { p, q } = regularisedGamma(1, x)
      expect(Math.abs(p / -Math.expm1(-x) - 1)).toBeLessThan(1e-13)
      expect(Math.abs(q / Math.exp(-x) - 1)).toBeLessThan(1e-12)
    }
    for (const a of [0.35, 7, 3000])
      for (const x of [0.5 * a, a, a + 0.99, a + 1.01, 1.5 * a]) {
        const { p, q } = regularisedGamma(a, x)
        expect(p + q).toBeCloseTo(1, 14)
        // The recurrence P(a + 1, x) = P(a, x) − x^a e^−x / Γ(a + 1) joins the two expansions; for a = 3000 its last term is the
        // difference of numbers of 2·10⁴.
        const drop = Math.exp(a * Math.log(x) - x - logGamma(a + 1))
        expect(Math.abs(regularisedGamma(a + 1, x).p - (p - drop))).toBeLessThan(1e-14 + 2e4 * Number.EPSILON * drop)
      }
  })
})

describe("regularisedGamma at its ends", () => {
  it("is 0 at 0, 1 at infinity, and refuses what is no number", () => {
    expect(regularisedGamma(2.5, 0)).toEqual({ p: 0, q: 1 })
    expect(regularisedGamma(2.5, Infinity)).toEqual({ p: 1, q: 0 })
    for (const [a, x] of [
      [0, 1],
      [2, NaN],
      [NaN, 2],
      [2, -1],
    ])
      expect(() => regularisedGamma(a, x)).toThrow(RangeError)
  })
})

describe("chiSquaredQuantile", () => {
  it("has the values of scipy.stats.chi2.ppf", () => {
    const expected: readonly (readonly [number, number, number])[] = [
      [0.025, 3, 0.21579528262389785],
      [0.975, 3, 9.348403604496148],
      [0.5, 1, 0.454936423119572],
      [1e-6, 0.7, 1.0355645596537552e-17],
      [0.999999999, 12.5, 68.42045365008146],
      [0.025, 1234.5, 1139.0192085488543],
      [0.975, 98765.4, 99638.38771815874],
    ]
    for (const [p, degrees, value] of expected) expect(Math.abs(chiSquaredQuantile(p, degrees) / value - 1)).toBeLessThan(1e-12)
  })

  it("refuses what has no quantile", () => {
    expect(() => chiSquaredQuantile(1, 3)).toThrow(/between 0 and 1/)
    expect(() => chiSquaredQuantile(0.5, 0)).toThrow(/positive/)
    expect(() => chiSquaredQuantile(0.5, NaN)).toThrow(/positive/)
  })
})
