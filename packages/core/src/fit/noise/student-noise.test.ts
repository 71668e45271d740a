import { describe, expect, test } from "vitest"
import { covarianceFactor, standardErrors } from "../../inference/covariance.ts"
import type { Configuration } from "../../atoms/structure.ts"
import { inlineExecutor } from "../../kernels/jobs.ts"
import { label, normal, random, rattledCrystal } from "../../objective/fixtures/data.ts"
import { lennardJones } from "../../objective/fixtures/lennard-jones.ts"
import { plainSettings } from "../../objective/fixtures/settings.ts"
import type { ObjectiveSettings } from "../../objective/objective.ts"
import { fullVector } from "../../objective/parameter-space.ts"
import { parseSpec } from "../../potentials/spec/parse-spec.ts"
import { targetsSchema } from "../../properties/targets/schema.ts"
import { targetsOf } from "../../properties/targets/targets.ts"
import { createFit, type Fit, fitStates, startFit, stepFit } from "../fit.ts"
import { concludeFit } from "../result.ts"
import { solverSchema } from "../schema.ts"
import { type FitState, parseFitState } from "../state.ts"
import { studentRows } from "./student-noise.ts"

const executor = inlineExecutor()
const truth = { epsilon: 0.0104, sigma: 3.41, reference: -1.7 }
const scales = { energy: 0.0008, forces: 0.013, stress: 0.0002 }
const nu = 3

/** Numbers that follow Student's t distribution: a normal one over the root of a mean square of ν. */
function student(uniform: () => number): () => number {
  const gauss = normal(uniform)
  return () => {
    const squares = Array.from({ length: nu }, () => gauss() ** 2)
    return gauss() / Math.sqrt(squares.reduce((sum, value) => sum + value, 0) / nu)
  }
}

function fitOf(seed: number, settings: Partial<ObjectiveSettings>): Fit {
  const uniform = random(seed)
  const crystals = Array.from({ length: 12 }, (_, k) => rattledCrystal(uniform, 18, 3.5 + 0.04 * k, 2))
  const exact = lennardJones("epsilon-sigma", [truth.epsilon, truth.sigma], true)
  const configurations = label(exact, [truth.epsilon, truth.sigma], crystals, {
    noise: scales,
    gauss: student(uniform),
    shift: truth.reference,
  })
  const objective = { ...plainSettings, baseline: { ...plainSettings.baseline, references: "fit" as const }, ...settings }
  const potential = lennardJones("epsilon-sigma", [0.0119, 3.32], true)
  return createFit({ potential, configurations, objective, solver: solverSchema.parse({}), seed })
}

async function statesOf(fit: Fit): Promise<FitState[]> {
  const states: FitState[] = []
  for await (const state of fitStates(fit, executor)) states.push(state)
  return states
}

const given: ObjectiveSettings["sigma"] = { ...plainSettings.sigma, properties: scales }
const estimated: ObjectiveSettings["sigma"] = {
  ...plainSettings.sigma,
  properties: { energy: "estimate", forces: "estimate", stress: "estimate" },
}

/** −ln L as a function of x, ln σ and ln ν, about where a fit has ended. */
function likelihood(fit: Fit, { sigmas, noise }: FitState) {
  if (noise?.kind !== "student-t") throw new Error("the noise is not Student's t")
  return async (x: Float64Array, bySigma = 1, byDegrees = 1): Promise<number> => {
    const { minusLogLikelihood } = await studentRows(
      fit.objective,
      executor,
      Array.from(fullVector(fit.objective.space, x)),
      sigmas.map((sigma) => sigma * bySigma),
      noise.degrees.map((degrees) => degrees * byDegrees),
    )
    return minusLogLikelihood
  }
}

describe("fits with noise of Student's t distribution", () => {
  test.each([
    ["given", { sigma: given, noise: nu }],
    ["estimated", { sigma: estimated, noise: "estimate" as const }],
  ])("come down in −ln L all the way, to the point where its derivatives vanish: σ and ν %s", async (name, settings) => {
    const fit = fitOf(4, settings)
    const states = await statesOf(fit)
    const told = states.flatMap(({ noise }) => (noise?.kind === "student-t" ? [noise.minusLogLikelihood] : []))
    expect(told.length).toBeGreaterThan(3)
    // σ are of restricted likelihood, which leaves them a little wider than that of all.
    const slack = name === "given" ? 1e-9 : 2e-3
    told.slice(1).forEach((value, k) => expect(value).toBeLessThanOrEqual(told[k] + slack))
    const last = states.at(-1)!
    const { information, x } = await concludeFit(fit, last, executor)
    const errors = standardErrors(covarianceFactor(information))
    const at = likelihood(fit, last)
    for (let k = 0; k < x.length; k++) {
      const h = 0.05 * errors[k]!
      const gradient = ((await at(x.with(k, x[k] + h))) - (await at(x.with(k, x[k] - h)))) / (2 * h)
      // In standard errors: where the minimum would lie.
      expect(Math.abs(gradient * errors[k]!)).toBeLessThan(0.01)
    }
    if (name === "given") return
    const h = 0.01
    const bySigma = ((await at(x, 1 + h)) - (await at(x, 1 - h))) / (2 * h)
    // p = 3 parameters take as many of the data.
    expect(Math.abs(bySigma - 3)).toBeLessThan(0.5)
    expect(Math.abs(((await at(x, 1, 1 + h)) - (await at(x, 1, 1 - h))) / (2 * h))).toBeLessThan(1)
  })

  test.each(["balanced", "atoms"] as const)(
    "print what they minimise where data are %s: it falls, and its slope is none",
    async (normalisation) => {
      const settings = { sigma: given, noise: nu, normalisation }
      const fit = fitOf(6, settings)
      const states = await statesOf(fit)
      const told = states.flatMap(({ noise }) => (noise?.kind === "student-t" ? [noise.minusLogLikelihood] : []))
      told.slice(1).forEach((value, k) => expect(value).toBeLessThanOrEqual(told[k] + 1e-11))
      expect(told[0] - told.at(-1)!).toBeGreaterThan(1e-6)
      const last = states.at(-1)!
      const { information, x } = await concludeFit(fit, last, executor)
      const errors = standardErrors(covarianceFactor(information))
      const at = likelihood(fit, last)
      for (let k = 0; k < x.length; k++) {
        const h = 1e-3 * errors[k]!
        const gradient = ((await at(x.with(k, x[k] + h))) - (await at(x.with(k, x[k] - h)))) / (2 * h)
        expect(Math.abs(gradient * errors[k]!)).toBeLessThan(0.01)
      }
    },
  )

  test("cover their parameters as often as they should", async () => {
    const repeats = 24
    const pulls: number[] = []
    for (let seed = 1; seed <= repeats; seed++) {
      const fit = fitOf(seed, { sigma: given, noise: nu })
      const state = (await statesOf(fit)).at(-1)!
      const result = await concludeFit(fit, state, executor)
      const errors = standardErrors(covarianceFactor(result.information))
      const expected = [Math.log(truth.epsilon), Math.log(truth.sigma)]
      const value = result.potential.map((parameter) => Math.log(parameter.value))
      value.forEach((found, k) => {
        const column = result.names.indexOf(result.potential[k].key)
        const scale = result.scales[column] === 1 ? 1 / result.potential[k].value : 1
        pulls.push((found - expected[k]) / (errors[column]! * scale))
      })
    }
    const n = pulls.length
    expect(Math.abs(pulls.reduce((sum, pull) => sum + pull * pull, 0) / n - 1)).toBeLessThan(3 * Math.sqrt(2 / n))
    expect(Math.abs(pulls.reduce((sum, pull) => sum + pull, 0) / n)).toBeLessThan(3 / Math.sqrt(n))
  })

  test("go on from any stored state to the same bits", async () => {
    const fit = fitOf(7, { sigma: estimated, noise: "estimate" })
    const states = await statesOf(fit)
    const inNoise = states.findIndex(({ noise }) => noise?.kind === "student-t")
    for (const from of [inNoise, inNoise + 3]) {
      const again = fitOf(7, { sigma: estimated, noise: "estimate" })
      let state = parseFitState(JSON.parse(JSON.stringify(states[from])))
      while (state.stage !== "finished") state = await stepFit(again, state, executor)
      expect(state).toStrictEqual(states.at(-1))
    }
  })

  test("name the structures that are spoilt, and are hardly moved by them", async () => {
    const uniform = random(9)
    const exact = lennardJones("epsilon-sigma", [truth.epsilon, truth.sigma], true)
    const crystals = Array.from({ length: 16 }, (_, k) => rattledCrystal(uniform, 18, 3.5 + 0.03 * k, 2))
    const clean = label(exact, [truth.epsilon, truth.sigma], crystals, { noise: scales, gauss: normal(uniform) })
    const spoilt = clean.map((one, frame) => (frame % 8 === 3 ? { ...one, forces: one.forces!.map((value) => 3 * value + 0.5) } : one))
    const use = { energy: false, forces: true, stress: false }
    const settings = { ...plainSettings, use, sigma: { ...estimated, by: "group" as const }, noise: 2 }
    const potential = lennardJones("epsilon-sigma", [0.0119, 3.32], true)
    const parts = { potential, objective: settings, solver: solverSchema.parse({}), seed: 1 }
    const fit = createFit({ ...parts, configurations: spoilt })
    const state = (await statesOf(fit)).at(-1)!
    const { noise } = await concludeFit(fit, state, executor)
    expect(noise!.kind).toBe("student-t")
    expect(noise!.light.map(({ frame }) => frame).toSorted((a, b) => a - b)).toEqual([3, 11])
    expect(noise!.sentences[1]).toContain("2 of 16 structures count for less than half")
    const { noise: _, ...even } = settings
    const end = async (objective: ObjectiveSettings, configurations: readonly Configuration[]): Promise<number> =>
      (await statesOf(createFit({ ...parts, objective, configurations }))).at(-1)!.theta[0]
    const best = await end(
      even,
      clean.filter((_one, frame) => frame % 8 !== 3),
    )
    const misled = await end(even, spoilt)
    expect(Math.abs(state.theta[0] - best)).toBeLessThan(0.2 * Math.abs(misled - best))
  })

  test("where nothing is far off end with ν so large that noise is normal", async () => {
    const uniform = random(21)
    const exact = lennardJones("epsilon-sigma", [truth.epsilon, truth.sigma], true)
    const crystals = Array.from({ length: 16 }, (_, k) => rattledCrystal(uniform, 18, 3.5 + 0.03 * k, 3))
    const configurations = label(exact, [truth.epsilon, truth.sigma], crystals, { noise: scales, gauss: normal(uniform) })
    const fit = createFit({
      potential: lennardJones("AB", [90000, 60]),
      configurations,
      objective: { ...plainSettings, use: { energy: false, forces: true, stress: false }, sigma: estimated, noise: "estimate" },
      solver: solverSchema.parse({ kind: "levenberg-marquardt" }),
      seed: 1,
    })
    const { noise } = (await statesOf(fit)).at(-1)!
    expect(noise?.kind === "student-t" && noise.degrees[0]).toBeGreaterThan(20)
  })

  test("go with priors, with targets and with references that are eliminated", async () => {
    const targets = targetsOf(parseSpec(targetsSchema, [{ crystal: "fcc", element: "Ar", a: "5.40 Å ± 0.01" }]))
    const prior = { mean: 0.0102, sigma: 0.0001 }
    const settings: Partial<ObjectiveSettings> = {
      ...{ sigma: given, noise: nu, targets, holdTargets: false, priors: { "pair.Ar-Ar.epsilon": prior } },
      baseline: { ...plainSettings.baseline, references: "profile" },
    }
    const fit = fitOf(2, settings)
    const last = (await statesOf(fit)).at(-1)!
    const { information, x } = await concludeFit(fit, last, executor)
    const { space } = fit.objective
    const errors = standardErrors(covarianceFactor(information))
    const profiled = Array.from(space.profiled, (k) => last.theta[k])
    const at = async (point: Float64Array): Promise<number> => {
      const theta = fullVector(space, point, profiled)
      const { residuals } = fit.objective.targets.predictions(theta)
      const { minusLogLikelihood } = await studentRows(fit.objective, executor, Array.from(theta), last.sigmas, [nu, nu, nu])
      return minusLogLikelihood + 0.5 * residuals[0] ** 2 + 0.5 * ((theta[0] - prior.mean) / prior.sigma) ** 2
    }
    for (let k = 0; k < x.length; k++) {
      const h = 0.05 * errors[k]!
      expect(Math.abs((await at(x.with(k, x[k] + h))) - (await at(x.with(k, x[k] - h)))) / 0.1).toBeLessThan(0.01)
    }
    const held = fitOf(2, { ...settings, holdTargets: true })
    const end = (await statesOf(held)).at(-1)!
    expect(end.noise?.kind).toBe("student-t")
    expect(Math.abs(held.objective.targets.predictions(Float64Array.from(end.theta)).residuals[0])).toBeLessThan(1.1)
  })

  test("start where their potential has predictions", async () => {
    const fit = fitOf(3, { sigma: given, noise: nu })
    expect((await startFit(fit, executor)).noise).toBeNull()
  })
})
