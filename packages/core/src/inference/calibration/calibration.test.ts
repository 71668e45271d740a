import { describe, expect, test } from "vitest"
import { calibrationSums, judgedCoverages, judgeNormal, type MethodCalibration } from "./calibration.ts"
import { normalCoverage, normalHalfWidth } from "./normal.ts"

test("normal intervals have the half-widths of published tables", () => {
  // Abramowitz & Stegun, table 26.5.
  expect(normalHalfWidth(0.9)).toBeCloseTo(1.6448536269, 8)
  expect(normalHalfWidth(0.95)).toBeCloseTo(1.9599639845, 8)
  expect(normalHalfWidth(0.999)).toBeCloseTo(3.2905267315, 8)
  expect(normalCoverage(1)).toBeCloseTo(0.6826894921, 9)
  expect(normalCoverage(0)).toBe(0)
  expect(normalCoverage(Infinity)).toBe(1)
})

/** Errors at the quantiles of a normal distribution of standard deviation `sigma`, judged by one of `claimed`. */
function judged(sigma: number, claimed: number): MethodCalibration {
  const count = 2000
  const sums = calibrationSums()
  for (let i = 0; i < count; i++) {
    const error = sigma * normalHalfWidth((i + 0.5) / count) * (i % 2 === 0 ? 1 : -1)
    sums.add(judgeNormal(error, claimed, normalHalfWidth(0.9)))
  }
  return sums.finish("posterior")
}

describe("calibration", () => {
  test("of errors that are as large as claimed is perfect", () => {
    const { observed, curve, miscalibration, halfWidth, bins } = judged(0.037, 0.037)
    observed.forEach((part, c) => expect(part).toBeCloseTo(judgedCoverages[c], 3))
    curve.forEach((part, step) => expect(part).toBeCloseTo(step / (curve.length - 1), 3))
    expect(miscalibration).toBeLessThan(1e-3)
    expect(halfWidth).toBeCloseTo(0.037 * 1.644854, 6)
    expect(bins).toHaveLength(1)
    expect(bins[0].expected).toBeCloseTo(0.037, 12)
    expect(bins[0].found / bins[0].expected).toBeCloseTo(1, 2)
  })

  test("of errors twice as large as claimed is that of half the half-width", () => {
    const { observed, miscalibration, bins } = judged(0.37, 0.185)
    observed.forEach((part, c) => expect(part).toBeCloseTo(normalCoverage(normalHalfWidth(judgedCoverages[c]) / 2), 2))
    // ∫ (p − erf(erf⁻¹(p)/2)) dp = ½ − (2/π) atan(½) by the angle between two normal variables.
    expect(miscalibration).toBeCloseTo(0.5 - (2 / Math.PI) * Math.atan(0.5), 2)
    expect(bins[0].found / bins[0].expected).toBeCloseTo(2, 1)
  })

  test("of error bars that are nothing is the worst there is, of infinite ones the other way", () => {
    expect(judged(0.4, 1e-9).miscalibration).toBeCloseTo(0.5, 1)
    expect(judged(0.4, Infinity).observed).toEqual([1, 1, 1, 1])
    expect(judged(0.4, Infinity).bins).toEqual([])
  })

  test("tells how many structures were within bounds", () => {
    const sums = calibrationSums()
    sums.add(judgeNormal(0.1, 0.2, 1))
    for (const within of [true, false, true, true]) sums.addWorst(within)
    expect(sums.finish("POPS").worst).toBe(0.75)
  })
})
