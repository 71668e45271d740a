import { describe, expect, it } from "vitest"
import { createDraws } from "../../solve/global/draws.ts"
import { syntheticSystem } from "../../solve/linear/fixtures/synthetic-system.ts"
import { solveBayesian } from "../bayesian/solve-bayesian.ts"
import { covarianceFactor, covarianceMatrix, standardErrors } from "../covariance.ts"
import { gammaDraw } from "./gamma-draw.ts"
import { gaussianSampler } from "./gaussian.ts"
import { gibbsSampler } from "./gibbs.ts"

const truth = [1.7, -0.4, 0.03]

/** How often the intervals of each unknown hold the truth, over a thousand data sets. */
function coverage(intervalsOf: (repeat: number) => readonly (readonly [number, number])[]): number[] {
  const held = truth.map(() => 0)
  for (let repeat = 0; repeat < 1000; repeat++) {
    intervalsOf(repeat).forEach(([low, high], k) => (held[k] += low < truth[k] && truth[k] < high ? 1 : 0))
  }
  return held.map((count) => count / 1000)
}

const classes = [
  { name: "energy", rows: 30, sigma: 0.004, size: 0.2 },
  { name: "force", rows: 200, sigma: 0.07, size: 1 },
]
const around = (mean: Float64Array, errors: Float64Array): (readonly [number, number])[] =>
  Array.from(mean, (x, k) => [x - 1.959964 * errors[k], x + 1.959964 * errors[k]] as const)

describe("credible intervals of linear models hold the truth in 95 % ± 2 % of a thousand repeats", () => {
  it("at the σ given", () => {
    const found = coverage((repeat) => {
      const { system } = syntheticSystem(repeat, truth, classes)
      const given = { ...system, sigmas: classes.map(({ name, sigma }) => ({ name, origin: "given" as const, start: sigma, floor: 0 })) }
      const { mean, information } = solveBayesian(given).value
      return around(mean, standardErrors(covarianceFactor(information)))
    })
    for (const part of found) expect(Math.abs(part - 0.95)).toBeLessThan(0.02)
  })

  it("with σ estimated", () => {
    const found = coverage((repeat) => {
      const { mean, information } = solveBayesian(syntheticSystem(5000 + repeat, truth, classes).system, { intervals: false }).value
      return around(mean, standardErrors(covarianceFactor(information)))
    })
    for (const part of found) expect(Math.abs(part - 0.95)).toBeLessThan(0.02)
  })

  it("with σ drawn, however few the data, where intervals at the best σ hold it too rarely", () => {
    const few = [{ name: "energy", rows: 7, sigma: 0.3, size: 1 }]
    const narrow = coverage((repeat) => {
      const { mean, information } = solveBayesian(syntheticSystem(repeat, truth, few).system, { intervals: false }).value
      return around(mean, standardErrors(covarianceFactor(information)))
    })
    const found = coverage((repeat) => {
      const { system } = syntheticSystem(repeat, truth, few)
      const sampler = gibbsSampler({ seed: 4000 + repeat })
      let state = sampler.init(system, [0.5])
      const draws = truth.map(() => new Float64Array(79))
      for (let i = -5; i < 79; i++) {
        state = sampler.step(system, state)
        if (i >= 0) state.x.forEach((x, k) => (draws[k][i] = x))
      }
      // The truth is as likely to lie in any of the 80 gaps between the draws.
      return draws.map((own) => [own.sort()[1], own[77]] as const)
    })
    for (const part of found) expect(Math.abs(part - 0.95)).toBeLessThan(0.02)
    for (const part of narrow) expect(part).toBeLessThan(0.91)
  })
})

describe("gaussianSampler", () => {
  it("have mean and covariance, each can be had by its number, and leave unseen directions alone", () => {
    const { system } = syntheticSystem(6, truth, classes)
    const { mean, information } = solveBayesian(system).value
    const sampler = gaussianSampler(information, mean, { seed: 2, temperature: 2 })
    const all = Array.from({ length: 8000 }, (_, i) => sampler(i))
    expect(gaussianSampler(information, mean, { seed: 2, temperature: 2 })(5000)).toEqual(all[5000])
    const C = covarianceMatrix(covarianceFactor(information), 2)
    for (let j = 0; j < 3; j++) {
      for (let k = 0; k < 3; k++) {
        const product = all.reduce((sum, x) => sum + (x[j] - mean[j]) * (x[k] - mean[k]), 0) / all.length
        expect(Math.abs(product - C[3 * j + k])).toBeLessThan(5 * Math.sqrt((2 * C[4 * j] * C[4 * k]) / all.length))
      }
    }
    const flat = { ...information, data: information.data.map((value, at) => (at % 4 === 1 ? 0 : value)) }
    for (let i = 0; i < 5; i++) expect(gaussianSampler(flat, mean, { seed: 1 })(i)[1]).toBe(mean[1])
  })
})

describe("gammaDraw", () => {
  it.each([0.3, 1, 4.5, 80])("has mean and variance of its shape, %s", (shape) => {
    const draws = createDraws(3, 1)
    const count = 20_000
    const values = Float64Array.from({ length: count }, () => gammaDraw(shape, draws))
    const mean = values.reduce((sum, value) => sum + value, 0) / count
    const variance = values.reduce((sum, value) => sum + (value - shape) ** 2, 0) / count
    expect(Math.abs(mean - shape)).toBeLessThan(5 * Math.sqrt(shape / count))
    expect(Math.abs(variance / shape - 1)).toBeLessThan(5 * Math.sqrt((2 + 6 / shape) / count))
  })
})
