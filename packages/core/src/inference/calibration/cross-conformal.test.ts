import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { normal, random } from "../../objective/fixtures/data.ts"
import { conformalInterval, conformalLevel, conformalScores, type HeldOutStructure, worstScore } from "./cross-conformal.ts"

const scale = { coefficients: [1] }
const same = (folds: number, value: number): Float64Array => new Float64Array(folds).fill(value)

describe("conformal intervals", () => {
  test("are the ⌈(n + 1) p⌉-th smallest score about the prediction when all folds agree", () => {
    const uniform = random(3)
    const scores = Array.from({ length: 57 }, () => 5 * uniform())
    const calibration = conformalScores(
      scale,
      scores.map((score, k) => ({ fold: k % 4, scores: [score] })),
      4,
    )
    const rising = scores.toSorted((a, b) => a - b)
    for (const p of [0.5, 0.68, 0.9, 0.95]) {
      const expected = 0.31 * rising[Math.ceil(58 * p) - 1]
      const [lower, upper] = conformalInterval(calibration, same(4, -2.4), 0.31, p)
      expect(upper).toBeCloseTo(-2.4 + expected, 8)
      expect(lower).toBeCloseTo(-2.4 - expected, 8)
    }
    expect(conformalInterval(calibration, same(4, 0), 1, 0.99)).toEqual([-Infinity, Infinity])
  })

  test("hold a value exactly from its level on", () => {
    const uniform = random(8)
    const structures = Array.from({ length: 40 }, (_, k): HeldOutStructure => {
      return { fold: k % 5, scores: Array.from({ length: 1 + (k % 3) }, () => 3 * uniform()) }
    })
    const calibration = conformalScores(scale, structures, 5)
    const without = Float64Array.of(0.3, -0.2, 0.05, 0.4, -0.35)
    fc.assert(
      fc.property(fc.double({ min: -4, max: 4, noNaN: true }), fc.double({ min: 0.02, max: 0.97, noNaN: true }), (value, p) => {
        const level = conformalLevel(calibration, without, 0.7, value)
        fc.pre(Math.abs(level - p) > 1e-9)
        const [lower, upper] = conformalInterval(calibration, without, 0.7, p)
        expect(lower <= value && value <= upper).toBe(level < p)
      }),
    )
  })

  test("bound all data of a structure at once by the largest scores", () => {
    const structures = Array.from({ length: 19 }, (_, k): HeldOutStructure => ({ fold: k % 3, scores: [0.1, (7 * k) % 19, 0.2] }))
    const calibration = conformalScores(scale, structures, 3)
    expect(worstScore(calibration, 0.95)).toBe(18)
    expect(worstScore(calibration, 0.5)).toBe(9)
    expect(worstScore(calibration, 0.99)).toBe(Infinity)
  })

  test("of thinned scores are hardly wider", () => {
    const uniform = random(12)
    const scores = Float64Array.from({ length: 10_000 }, () => uniform())
    const [, upper] = conformalInterval(
      conformalScores(
        scale,
        [
          { fold: 0, scores },
          { fold: 0, scores },
        ],
        1,
      ),
      same(1, 0),
      1,
      0.6,
    )
    expect(upper).toBeGreaterThanOrEqual(scores.toSorted()[8999])
    expect(upper).toBeLessThan(0.9 + 0.02)
  })

  test("cover structures still to come, whose data are wrong together, in as many cases as they claim", () => {
    // The model is a mean; the error of a structure is common to its data, so that data are far from independent.
    const [folds, count, repeats] = [5, 40, 600]
    const gauss = normal(random(77))
    const structure = (): Float64Array => {
      const common = gauss() ** 3
      return Float64Array.from({ length: 4 }, () => 1.3 + common + 0.2 * gauss())
    }
    let covered = 0
    for (let repeat = 0; repeat < repeats; repeat++) {
      const data = Array.from({ length: count }, structure)
      const means = Float64Array.from({ length: folds }, (_, fold) => {
        const kept = data.filter((_own, k) => k % folds !== fold).flatMap((own) => Array.from(own))
        return kept.reduce((sum, value) => sum + value, 0) / kept.length
      })
      const held = data.map((own, k) => ({ fold: k % folds, scores: own.map((value) => Math.abs(value - means[k % folds])) }))
      const [lower, upper] = conformalInterval(conformalScores(scale, held, folds), means, 1, 0.9)
      const fresh = structure()
      covered += fresh.filter((value) => value >= lower && value <= upper).length / fresh.length
    }
    const share = covered / repeats
    const error = Math.sqrt((0.9 * 0.1) / repeats)
    expect(share).toBeGreaterThan(0.9 - 3 * error)
    expect(share).toBeLessThan(0.9 + 3 * error + 1 / count)
  })
})
