import { expect, test } from "vitest"
import type { Configuration } from "../../atoms/structure.ts"
import { inlineExecutor } from "../../kernels/jobs.ts"
import { label, normal, random, rattledCrystal } from "../../objective/fixtures/data.ts"
import { lennardJones } from "../../objective/fixtures/lennard-jones.ts"
import { plainSettings } from "../../objective/fixtures/settings.ts"
import type { ObjectiveSettings } from "../../objective/objective.ts"
import { assignFolds } from "../../objective/streaming/folds.ts"
import { parametersAt } from "./ensemble.ts"
import { fittedPosterior } from "./fixtures/fitted-posterior.ts"
import { createJudge, type PropertyCalibration } from "./judge-predictions.ts"
import { labelNoise } from "./label-noise.ts"
import { predictUncertainty, type UncertainPrediction } from "./predict-uncertainty.ts"
import { createRowBasis } from "./row-basis.ts"
import { createUncertainty } from "./uncertainty-model.ts"

const executor = inlineExecutor()
const uniform = random(12)
const truth = [0.0104, 3.41] as const
const exact = lennardJones("epsilon-sigma", truth, true)
const forcesAlone: Partial<ObjectiveSettings> = { use: { energy: false, forces: true, stress: false }, rounding: "count" }
const floor = { energy: 1e-8, forces: 1e-7, stress: 1e-9 }

/** Crystals labelled where they are, with noise on the labels, and then printed with so many digits. */
function printed(count: number, digits: number, noise: number): readonly Configuration[] {
  const crystals = Array.from({ length: count }, (_, k) => {
    const crystal = rattledCrystal(uniform, 18, 3.5 + (0.4 * k) / count, 2, 0.2)
    return { ...crystal, positions: crystal.positions.map((value, c) => value + 6.9 * (c % 3 === 0 ? 1 : 0)) }
  })
  const labelled = label(exact, truth, crystals, { noise: { energy: 0, forces: noise, stress: 0 }, gauss: normal(uniform) })
  return labelled.map(({ structure, forces, group, weights, origin }) => ({
    structure: { ...structure, positions: structure.positions.map((value) => Number(value.toPrecision(digits))) },
    ...{ forces: forces!, group, weights, origin },
  }))
}

interface Judged {
  readonly bars: readonly UncertainPrediction[]
  readonly forces: PropertyCalibration
}

/** Error bars of a fit to some structures, on others. */
async function judgedOn(data: readonly Configuration[], sigma: number, fresh: readonly Configuration[]): Promise<Judged> {
  const settings = { ...forcesAlone, sigma: { ...plainSettings.sigma, floor, properties: { energy: 1, forces: sigma, stress: 1 } } }
  const posterior = await fittedPosterior(lennardJones("epsilon-sigma", [0.0111, 3.38], true), data, settings.sigma.properties, settings)
  expect(posterior.rounding).toBe(true)
  const model = await createUncertainty(posterior, data, executor, { seed: 9, folds: 5 })
  const setup = { basis: createRowBasis(posterior), model, noise: labelNoise(posterior), coverage: 0.9, worst: 0.95 }
  const bars = await predictUncertainty(setup, fresh, executor)
  const judge = createJudge()
  fresh.forEach((configuration, s) => judge.add(configuration, bars[s]))
  return { bars, forces: judge.finish().find(({ property }) => property === "forces")! }
}

/** Parts of the data within the intervals of 68 and 95 %. */
function within({ methods }: PropertyCalibration, name: string): readonly number[] {
  const { observed } = methods.find(({ method }) => method === name)!
  return [observed[1], observed[3]]
}

test("digits that positions were printed with are in the error bars of new structures: they hold the truth as often as they say", async () => {
  const data = printed(12, 5, 1e-7)
  const fresh = printed(30, 5, 0)
  const { bars, forces } = await judgedOn(data, 1e-6, fresh)
  const pulls = fresh.flatMap(({ forces: labels }, s) =>
    Array.from(labels!, (value, c) => (bars[s].predicted[1 + c] - value) / bars[s].posterior[1 + c]),
  )
  expect(Math.abs(pulls.reduce((sum, pull) => sum + pull * pull, 0) / pulls.length - 1)).toBeLessThan(0.1)
  for (const method of ["posterior", "POPS", "committee", "conformal", "predictive"]) {
    const [most, nearly] = within(forces, method)
    // What a few uniform numbers add up to lies between one of them, 57 % and 100 %, and a normal one.
    expect(most).toBeGreaterThan(0.57)
    // POPS adds what residuals leave beside the digits, and conformal intervals of twelve structures are wide.
    expect(most).toBeLessThan(method === "POPS" || method === "conformal" ? 0.85 : 0.73)
    expect(nearly).toBeGreaterThan(0.93)
  }
  expect(forces.methods.find(({ method }) => method === "POPS")!.worst).toBe(1)
  // They are next to all that there is, and one digit more leaves a tenth.
  const share = bars.flatMap(({ digits, posterior }) => Array.from(digits.slice(1, -6), (value, i) => value / posterior[1 + i]))
  expect(Math.min(...share)).toBeGreaterThan(0.9)
  const finer = await judgedOn(data, 1e-6, printed(10, 6, 0))
  const mean = (own: readonly UncertainPrediction[]): number => own.reduce((sum, { digits }) => sum + digits[4], 0) / own.length
  expect(mean(bars) / mean(finer.bars)).toBeGreaterThan(5)
  expect(within(finer.forces, "posterior")[1]).toBeGreaterThan(0.9)
})

test("noise of labels beside the digits is in the distribution of labels to come alone", async () => {
  const data = printed(12, 6, 4e-5)
  const { bars, forces } = await judgedOn(data, 4e-5, printed(30, 6, 4e-5))
  const [most, nearly] = within(forces, "predictive")
  expect(Math.abs(most - 0.68)).toBeLessThan(0.04)
  expect(Math.abs(nearly - 0.95)).toBeLessThan(0.02)
  expect(within(forces, "posterior")[0]).toBeLessThan(0.6)
  for (const { predictive, posterior } of bars) {
    expect(Math.sqrt(predictive[3] ** 2 - posterior[3] ** 2)).toBeCloseTo(4e-5, 12)
  }
})

test("the information that folds sum is that of the fit: without a fold the parameters are where a fit without it ends", async () => {
  const data = printed(10, 5, 2e-5)
  const settings = { ...forcesAlone, sigma: { ...plainSettings.sigma, floor, properties: { energy: 1, forces: 2e-5, stress: 1 } } }
  const fitted = (some: readonly Configuration[]) =>
    fittedPosterior(lennardJones("epsilon-sigma", [0.0111, 3.38], true), some, settings.sigma.properties, settings)
  const posterior = await fitted(data)
  const basis = createRowBasis(posterior)
  const { without } = await createUncertainty(posterior, data, executor, { seed: 9, folds: 5 })
  const folds = assignFolds(data, { count: 5, seed: 9, contiguous: false })
  for (const fold of [0, 3]) {
    const rest = await fitted(data.filter((_, k) => folds[k] !== fold))
    const moved = Math.hypot(...without[fold])
    const there = parametersAt(basis, without[fold])
    // In standard errors of the whole fit: one Newton step against a fit.
    const left = rest.setup.theta.map(
      (value, k) =>
        (value - there[k]) / Math.hypot(...basis.factor.subarray(k * basis.rank, (k + 1) * basis.rank)) / posterior.setup.scales[k],
    )
    expect(Math.hypot(...left)).toBeLessThan(0.1 * Math.max(1, moved))
  }
})
