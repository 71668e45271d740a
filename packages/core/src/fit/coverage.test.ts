import { expect, test } from "vitest"
import { covarianceFactor, standardErrors } from "../inference/covariance.ts"
import { inlineExecutor } from "../kernels/jobs.ts"
import { label, normal, random, rattledCrystal } from "../objective/fixtures/data.ts"
import { lennardJones } from "../objective/fixtures/lennard-jones.ts"
import { plainSettings } from "../objective/fixtures/settings.ts"
import type { ObjectiveSettings } from "../objective/objective.ts"
import { createFit, startFit, stepFit } from "./fit.ts"
import { concludeFit, type FitResult } from "./result.ts"
import { solverSchema } from "./schema.ts"

const executor = inlineExecutor()
const truth = { epsilon: 0.0104, sigma: 3.41, reference: -1.7 }
const noise = { energy: 0.0008, forces: 0.013, stress: 0.0002 }
const repeats = 60

const given: ObjectiveSettings["sigma"]["properties"] = noise
const estimated: ObjectiveSettings["sigma"]["properties"] = { energy: "estimate", forces: "estimate", stress: "estimate" }

/** One fit to new noise on new crystals. */
async function fitNoise(seed: number, properties: ObjectiveSettings["sigma"]["properties"]): Promise<FitResult> {
  const uniform = random(seed)
  const crystals = Array.from({ length: 12 }, (_, k) => rattledCrystal(uniform, 18, 3.5 + 0.04 * k, 2))
  const exact = lennardJones("epsilon-sigma", [truth.epsilon, truth.sigma], true)
  const configurations = label(exact, [truth.epsilon, truth.sigma], crystals, { noise, gauss: normal(uniform), shift: truth.reference })
  const objective: ObjectiveSettings = {
    ...plainSettings,
    sigma: { ...plainSettings.sigma, properties },
    baseline: { ...plainSettings.baseline, references: "fit" },
  }
  const potential = lennardJones("epsilon-sigma", [0.0119, 3.32], true)
  const fit = createFit({ potential, configurations, objective, solver: solverSchema.parse({}), seed })
  let state = await startFit(fit, executor)
  while (state.stage !== "finished") state = await stepFit(fit, state, executor)
  return concludeFit(fit, state, executor)
}

/** Errors of the fitted parameters in units of their standard errors, `[repeats][names]`. */
async function pulls(properties: ObjectiveSettings["sigma"]["properties"]): Promise<readonly (readonly number[])[]> {
  const expected = new Map([
    ["pair.Ar-Ar.epsilon", truth.epsilon],
    ["pair.Ar-Ar.sigma", truth.sigma],
    ["reference.Ar", truth.reference],
  ])
  const all: number[][] = []
  for (let seed = 1; seed <= repeats; seed++) {
    const result = await fitNoise(seed, properties)
    const errors = standardErrors(covarianceFactor(result.information))
    const values = [...result.potential, ...result.baseline]
    all.push(
      result.names.map((key, k) => {
        const { value } = values.find((parameter) => parameter.key === key)!
        return (value - expected.get(key)!) / (errors[k] * result.scales[k])
      }),
    )
  }
  return all
}

test.each([
  ["given", given],
  ["estimated", estimated],
])("fitted parameters lie within their standard errors as often as they should, σ %s", async (_, properties) => {
  const all = await pulls(properties)
  expect(all[0]).toHaveLength(3)
  for (let k = 0; k < 3; k++) {
    const column = all.map((row) => row[k])
    const within = (width: number) => column.filter((pull) => Math.abs(pull) < width).length
    // Counts of a binomial distribution with P = 0.683 and 0.954, three standard deviations √(nP(1 − P)) either way.
    expect(Math.abs(within(1) - 0.683 * repeats)).toBeLessThan(3 * Math.sqrt(repeats * 0.683 * 0.317))
    expect(Math.abs(within(2) - 0.954 * repeats)).toBeLessThan(3 * Math.sqrt(repeats * 0.954 * 0.046))
    // A mean of n normal numbers is 0 ± 1/√n, their mean square 1 ± √(2/n).
    expect(Math.abs(column.reduce((sum, pull) => sum + pull, 0) / repeats)).toBeLessThan(3 / Math.sqrt(repeats))
    expect(Math.abs(column.reduce((sum, pull) => sum + pull * pull, 0) / repeats - 1)).toBeLessThan(3 * Math.sqrt(2 / repeats))
  }
})
