import { expect, it } from "vitest"
import { centralDifference } from "../../../testing/potential/differences.ts"
import { embed } from "./embedding.ts"
import { embeddingForms } from "./yace.ts"

const terms = [
  { prefactor: 1.3, exponent: 1 },
  { prefactor: -0.7, exponent: 0.5 },
  { prefactor: 0.4, exponent: 1.6 },
]

it.each(embeddingForms)("%s: slopes are derivatives, and the energy is odd", (form) => {
  const slopes = new Float64Array(3)
  for (const scale of [0.003, 0.2, 1.7, 30]) {
    const densities = Float64Array.of(scale, -1.4 * scale, 0.6 * scale)
    const energy = embed({ form, terms, coreCutoff: 1, coreWidth: 1 }, densities, slopes)
    const opposite = densities.map((value) => -value)
    expect(embed({ form, terms, coreCutoff: 1, coreWidth: 1 }, opposite, new Float64Array(3))).toBeCloseTo(-energy, 12)
    densities.forEach((value, p) => {
      const at = (shift: number): number[] => [
        embed({ form, terms, coreCutoff: 1, coreWidth: 1 }, densities.with(p, value + shift), new Float64Array(3)),
      ]
      expect(slopes[p] / centralDifference(at, 1e-4 * scale)[0]).toBeCloseTo(1, 7)
    })
  }
})

it("bends powers into a line at zero without a jump", () => {
  const only = (exponent: number) => ({ form: "FinnisSinclair", terms: [{ prefactor: 2, exponent }], coreCutoff: 1, coreWidth: 1 }) as const
  const slopes = new Float64Array(1)
  for (const density of [3e-7, 1e-6, 2.9e-6]) {
    const difference = centralDifference((shift) => [embed(only(0.5), Float64Array.of(density + shift), new Float64Array(1))], 1e-10)[0]
    embed(only(0.5), Float64Array.of(density), slopes)
    expect(slopes[0] / difference).toBeCloseTo(1, 5)
  }
  expect(embed(only(0.5), Float64Array.of(0), slopes)).toBe(0)
  expect(slopes[0]).toBeCloseTo(2 * 1e3, 9)
  expect(embed(only(0.5), Float64Array.of(0.09), slopes)).toBeCloseTo(2 * 0.3, 12)
})

it("shifted powers have a slope at zero and become powers far away", () => {
  const shifted = { form: "FinnisSinclairShiftedScaled", terms: [{ prefactor: 1, exponent: 0.5 }], coreCutoff: 1, coreWidth: 1 } as const
  const slopes = new Float64Array(1)
  expect(embed(shifted, Float64Array.of(0), slopes)).toBeCloseTo(0, 14)
  // a = ¼, b = ½: b + m (1 − a) a^{m − 1}
  expect(slopes[0]).toBeCloseTo(0.5 + 0.5 * 0.75 * 2, 12)
  expect(embed(shifted, Float64Array.of(40), slopes)).toBeCloseTo(Math.sqrt(40), 12)
})
