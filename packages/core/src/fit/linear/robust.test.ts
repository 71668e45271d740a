import { expect, it } from "vitest"
import type { Configuration } from "../../atoms/structure.ts"
import type { Executor } from "../../kernels/executor.ts"
import { inlineExecutor } from "../../kernels/jobs.ts"
import { label, normal, random, rattledCrystal } from "../../objective/fixtures/data.ts"
import { lennardJones } from "../../objective/fixtures/lennard-jones.ts"
import { plainSettings } from "../../objective/fixtures/settings.ts"
import type { ObjectiveSettings } from "../../objective/objective.ts"
import { createDataSetup, measureErrors } from "../../objective/predictions.ts"
import { resolveObjective } from "../../objective/resolve-objective.ts"
import { objectiveSchema } from "../../objective/schema.ts"
import { memoryStore, type StatisticsStore } from "../../objective/streaming/statistics-store.ts"
import { createPotential } from "../../potentials/registry.ts"
import { createFit } from "../fit.ts"
import { solverSchema } from "../schema.ts"
import { assembleFit, type LinearFit, solveFit } from "./fit-linear.ts"

const executor = inlineExecutor()
const uniform = random(7)
const noise = { energy: 0.002, forces: 0.02, stress: 0.0003 }
const argon = lennardJones("epsilon-sigma", [0.0104, 3.41])
const crystals = Array.from({ length: 100 }, (_, k) => rattledCrystal(uniform, 18, 3.5 + 0.007 * k, 2))
const clean = label(argon, [0.0104, 3.41], crystals, { noise, gauss: normal(uniform), shift: -1.7 })
/** 5 % of the energies are wrong by 1 eV/atom. */
const spoilt: readonly Configuration[] = clean.map((one, k) =>
  k % 20 === 3 ? { ...one, energy: one.energy! + one.structure.numbers.length } : one,
)

const knots = Array.from({ length: 26 }, (_, k) => 2.7 + (3.5 * k) / 25)
const spline = createPotential({ kind: "pair", elements: ["Ar"], cutoff: 6.2, pairs: { "Ar-Ar": { spline: { knots } } } })
const settings: ObjectiveSettings = {
  ...plainSettings,
  sigma: resolveObjective(objectiveSchema.parse({})).sigma,
  baseline: { references: "fit", offset: "none", stressOffset: { treatment: "none", form: "hydrostatic", per: "group" } },
  smoothness: { pair: 1e-4 },
}
const solver = solverSchema.parse({ kind: "bayesian-linear", folds: 2, criterion: "evidence" })

async function solved(
  configurations: readonly Configuration[],
  own: Partial<ObjectiveSettings>,
  store: StatisticsStore = memoryStore(),
  readers: Executor = executor,
): Promise<LinearFit> {
  const fit = createFit({ potential: spline, configurations, objective: { ...settings, ...own }, solver, seed: 3 })
  return solveFit(fit, await assembleFit(fit, executor, { store }), store, { executor: readers })
}

async function energyError({ result }: LinearFit): Promise<number> {
  const fit = createFit({ potential: spline, configurations: clean, objective: settings, solver, seed: 3 })
  const set = createDataSetup(spline.spec, clean, fit.objective.setup.baseline)
  return (await measureErrors(set, result.theta, executor)).all.energy.rmse
}

it("leaves outliers aside: with 5 % of wrong energies the fit is that of the right ones", async () => {
  const [right, misled, robust] = await Promise.all([solved(clean, {}), solved(spoilt, {}), solved(spoilt, { noise: "estimate" })])
  const [best, worst, found] = await Promise.all([right, misled, robust].map(energyError))
  expect(found).toBeLessThan(1.15 * best)
  expect(worst).toBeGreaterThan(3 * best)
  const sigmaOf = (fit: LinearFit) => fit.report.sigmas.find(({ name }) => name === "energy")!.value
  expect(sigmaOf(misled)).toBeGreaterThan(0.1)
  expect(sigmaOf(robust)).toBeLessThan(1.5 * noise.energy)
  const nu = Object.fromEntries(robust.report.degrees!.map(({ name, value }) => [name, value]))
  expect(nu.energy).toBeLessThan(3)
  // Estimation begins at 8 and moves towards normal noise.
  expect(nu.forces).toBeGreaterThan(10)
})

it("goes on at the pass where it was stopped, to the same bits", async () => {
  const whole = await solved(spoilt, { noise: 4 })
  const store = memoryStore()
  let left = 3
  const stopping: Executor = {
    ...executor,
    map: (job, setup, tasks) => {
      if (left-- === 0) throw new Error("stopped")
      return executor.map(job, setup, tasks)
    },
  }
  await expect(solved(spoilt, { noise: 4 }, store, stopping)).rejects.toThrow("stopped")
  const resumed = await solved(spoilt, { noise: 4 }, store)
  expect(resumed.state).toEqual(whole.state)
  expect(resumed.result.information).toEqual(whole.result.information)
})
