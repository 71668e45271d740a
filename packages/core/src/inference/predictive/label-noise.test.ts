import { expect, test } from "vitest"
import type { Configuration } from "../../atoms/structure.ts"
import { createFit } from "../../fit/fit.ts"
import { assembleFit, solveFit } from "../../fit/linear/fit-linear.ts"
import { solverSchema } from "../../fit/schema.ts"
import { inlineExecutor } from "../../kernels/jobs.ts"
import { label, normal, random, rattledCrystal } from "../../objective/fixtures/data.ts"
import { plainSettings } from "../../objective/fixtures/settings.ts"
import { resolveObjective } from "../../objective/resolve-objective.ts"
import { objectiveSchema } from "../../objective/schema.ts"
import { memoryStore } from "../../objective/streaming/statistics-store.ts"
import { properties, type Property } from "../../observables/property.ts"
import { createPotential } from "../../potentials/registry.ts"
import type { PosteriorClass } from "../posterior/posterior.ts"
import { createJudge } from "./judge-predictions.ts"
import { labelDistribution, labelNoise, type LabelNoise } from "./label-noise.ts"
import { predictUncertainty } from "./predict-uncertainty.ts"
import { createRowBasis } from "./row-basis.ts"
import { createUncertainty } from "./uncertainty-model.ts"

const executor = inlineExecutor()

const one: PosteriorClass = {
  ...{ property: "forces", group: "bulk", count: 90, sigma: 0.07, unit: "eV/Å", factor: 14, degrees: null, tails: null },
  ...{ origin: "estimated", interval: null },
}

test("σ that nothing but cross-validation speaks for are those of data held out; others stay", () => {
  const heldOut = { "forces/bulk": 0.02, "forces/gas": 0.5, "forces/slab": 0.5 }
  const classes: PosteriorClass[] = [one, { ...one, group: "gas", interval: [0.06, 0.08] }, { ...one, group: "slab", origin: "given" }]
  const noise = labelNoise({ classes, rounding: false }, heldOut)
  expect(labelDistribution(noise, "bulk", "forces", 4)).toEqual({ sigma: 0.01, degrees: Infinity })
  expect(labelDistribution(noise, "gas", "forces", 1)).toEqual({ sigma: 0.07, degrees: Infinity })
  expect(labelDistribution(noise, "slab", "forces", 1)).toEqual({ sigma: 0.07, degrees: Infinity })
  expect(labelDistribution(noise, "liquid", "forces", 1)?.sigma).toBeCloseTo(Math.sqrt((0.02 ** 2 + 2 * 0.07 ** 2) / 3), 12)
})

/** Noise of labels. */
const truth = { energy: 0.0008, forces: 0.013, stress: 0.0002 }
const uniform = random(5)
const gauss = normal(uniform)
const knots = Array.from({ length: 9 }, (_, k) => 2.7 + (3.5 * k) / 8)
const spline = createPotential({ kind: "pair", elements: ["Ar"], cutoff: 6.2, pairs: { "Ar-Ar": { spline: { knots } } } })
const values = spline.parameters.map(({ fixed }, k) => (fixed ? 0 : 0.05 * Math.exp(-0.7 * k) * Math.cos(0.9 * k)))

function drawn(count: number): readonly Configuration[] {
  const crystals = Array.from({ length: count }, () => rattledCrystal(uniform, 18, 3.5 + 0.5 * uniform(), 2))
  return label(spline, values, crystals, { noise: truth, gauss })
}

test("with them labels to come are as far off as is said, where data are weighed for balance", async () => {
  const configurations = drawn(60)
  const objective = { ...plainSettings, sigma: resolveObjective(objectiveSchema.parse({})).sigma }
  const fit = createFit({ potential: spline, configurations, objective, solver: solverSchema.parse({ kind: "bayesian-linear" }), seed: 2 })
  const store = memoryStore()
  const { posterior } = await solveFit(fit, await assembleFit(fit, executor, { store }), store, { executor })
  const model = await createUncertainty(posterior, configurations, executor, { seed: 2, members: 2 })
  for (const property of properties) {
    const [key] = Object.keys(model.noise).filter((name) => name.startsWith(property))
    expect(Math.abs(model.noise[key] / truth[property] - 1)).toBeLessThan(0.25)
  }
  const fresh = drawn(200)
  const within = async (noise: LabelNoise): Promise<Readonly<Record<Property, number>>> => {
    const judge = createJudge()
    const bars = await predictUncertainty({ basis: createRowBasis(posterior), model, noise, coverage: 0.9, worst: 0.95 }, fresh, executor)
    fresh.forEach((configuration, s) => judge.add(configuration, bars[s]))
    const parts = judge.finish().map(({ property, methods }) => {
      const predictive = methods.find(({ method }) => method === "predictive")
      return [property, predictive?.observed[1] ?? NaN] as const
    })
    return { energy: NaN, forces: NaN, stress: NaN, ...Object.fromEntries(parts) }
  }
  const [weighed, told] = [await within(labelNoise(posterior)), await within(labelNoise(posterior, model.noise))]
  for (const property of properties) expect(Math.abs(told[property] - 0.68)).toBeLessThan(0.12)
  expect(Math.max(...properties.map((property) => Math.abs(weighed[property] - 0.68)))).toBeGreaterThan(0.15)
})
