import { describe, expect, test } from "vitest"
import { covarianceFactor } from "../../inference/covariance.ts"
import type { Executor } from "../../kernels/executor.ts"
import { inlineExecutor } from "../../kernels/jobs.ts"
import { gradientOf, residualSquared } from "../../linalg/triangle/measures.ts"
import { createEvaluator } from "../../objective/evaluator.ts"
import { label, normal, random, rattledCrystal } from "../../objective/fixtures/data.ts"
import { lennardJones } from "../../objective/fixtures/lennard-jones.ts"
import { plainSettings } from "../../objective/fixtures/settings.ts"
import { createObjective, type ObjectiveSettings } from "../../objective/objective.ts"
import { createFitProblem } from "../../objective/problem.ts"
import type { Potential } from "../../potentials/potential.ts"
import { parseSpec } from "../../potentials/spec/parse-spec.ts"
import { targetsSchema } from "../../properties/targets/schema.ts"
import { targetsOf } from "../../properties/targets/targets.ts"
import { createFit, type Fit, fitStates, stepFit } from "../fit.ts"
import { concludeFit } from "../result.ts"
import { solverSchema } from "../schema.ts"
import { type FitState, parseFitState } from "../state.ts"
import { targetResults } from "./target-results.ts"
import { tradeOff, type TradeOffPoint } from "./trade-off.ts"

const executor = inlineExecutor()
const uniform = random(5)
const truth = [0.0104, 3.41] as const
const crystals = Array.from({ length: 12 }, (_, k) => rattledCrystal(uniform, 18, 3.5 + 0.03 * k, 2))
const noise = { energy: 0.0008, forces: 0.013, stress: 0.0002 }
const data = label(lennardJones("epsilon-sigma", truth), truth, crystals, { noise, gauss: normal(uniform), shift: -1.7 })
const logarithmic = lennardJones("epsilon-sigma", [0.0131, 3.27], true)
const linear = lennardJones("AB", [90_000, 60])

/** The crystal of the truth has a = 5.35 Å and 0.085 eV/atom: the data pull at these. */
const targets = targetsOf(
  parseSpec(targetsSchema, [{ crystal: "fcc", element: "Ar", a: "5.40 Å ± 0.01", cohesive: "80 ± 1 meV", C44: "2.4 GPa ± 1" }]),
)
const settings: ObjectiveSettings = { ...plainSettings, baseline: { ...plainSettings.baseline, references: "profile" }, targets }

function fitOf(potential: Potential, change: Partial<ObjectiveSettings> = {}): Fit {
  return createFit({ potential, configurations: data, objective: { ...settings, ...change }, solver: solverSchema.parse({}), seed: 1 })
}

async function last(fit: Fit, on: Executor = executor): Promise<FitState> {
  let end: FitState | undefined
  for await (const state of fitStates(fit, on)) end = state
  if (!end) throw new Error("a fit has states")
  return end
}

async function results(fit: Fit, state: FitState) {
  const result = await concludeFit(fit, state, executor)
  return { result, targets: targetResults(fit.objective, result, covarianceFactor(result.information), state.sigmas) }
}

describe.each([
  ["a potential with a logarithm among its parameters", logarithmic],
  ["one that is linear, whose data are read once", linear],
])("targets of %s", (_, potential) => {
  test("are in the cost and its gradient", async () => {
    const objective = createObjective(potential, data, settings)
    const sigmas = [...objective.pools.map(({ start }) => start), 1, 0.3, 1]
    const problem = createFitProblem(createEvaluator(objective, executor), sigmas)
    const without = createFitProblem(createEvaluator(createObjective(potential, data, { ...settings, targets: [] }), executor), sigmas)
    const { names } = problem
    const x = Float64Array.from(names, (key) => {
      const { value, transform } = potential.parameters.find((one) => one.key === key)!
      return transform === "log" ? Math.log(1.02 * value) : 1.05 * value
    })
    const theta = Float64Array.from(x, (value, k) =>
      potential.parameters.find((one) => one.key === names[k])!.transform === "log" ? Math.exp(value) : value,
    )
    const { residuals } = objective.targets.predictions(theta)
    const own = residuals[0] ** 2 + (residuals[1] / 0.3) ** 2 + residuals[2] ** 2
    expect(((await problem.cost(x)) - (await without.cost(x))) / (own / 2)).toBeCloseTo(1, 9)
    const triangle = await problem.linearise(x)
    expect(residualSquared(triangle) / 2 / (await problem.cost(x))).toBeCloseTo(1, 10)
    const gradient = gradientOf(triangle)
    for (let k = 0; k < x.length; k++) {
      const h = 1e-5 * Math.abs(x[k])
      const at = (steps: number): Promise<number> => problem.cost(x.map((value, j) => (j === k ? value + steps * h : value)))
      const difference = (8 * ((await at(1)) - (await at(-1))) - ((await at(2)) - (await at(-2)))) / (12 * h)
      expect(difference / gradient[k]).toBeCloseTo(1, 6)
    }
  })

  test("are met within their σ where they are held, and outweighed by the data where they are not", async () => {
    const weighed = fitOf(potential, { holdTargets: false })
    const outweighed = (await results(weighed, await last(weighed))).targets
    expect(Math.max(...outweighed.map(({ deviation }) => Math.abs(deviation)))).toBeGreaterThan(1.5)
    expect(outweighed.every(({ sigma, weighedWith }) => sigma === weighedWith)).toBe(true)
    const fit = fitOf(potential)
    const held = (await results(fit, await last(fit))).targets
    for (const { deviation, sigma, weighedWith, trouble, standardError } of held) {
      expect(Math.abs(deviation)).toBeLessThan(1.05)
      expect(weighedWith).toBeLessThanOrEqual(sigma)
      expect(trouble).toBeNull()
      // A prediction is known at least as well as the target that it was fitted to.
      expect(standardError).toBeLessThan(1.0001 * weighedWith)
    }
    expect(held.some(({ sigma, weighedWith }) => weighedWith < 0.9 * sigma)).toBe(true)
  })
})

test("a fit with targets goes on from a stored state at any step to the same bits", async () => {
  const fit = fitOf(logarithmic)
  const states: FitState[] = []
  for await (const state of fitStates(fit, executor)) states.push(state)
  expect(states.some(({ unheld }) => unheld !== null)).toBe(true)
  for (const [k, state] of states.slice(0, -1).entries()) {
    const stored = parseFitState(JSON.parse(JSON.stringify(state)))
    expect(await stepFit(fitOf(logarithmic), stored, inlineExecutor())).toEqual(states[k + 1])
  }
})

test("what targets cost: the more they weigh the closer they are met, and without them the fit is that of the data", async () => {
  const fit = fitOf(logarithmic)
  const state = await last(fit)
  const points: TradeOffPoint[] = []
  for await (const point of tradeOff(fit, logarithmic, state, executor, [10, 0.3, 3])) points.push(point)
  expect(points.map(({ factor }) => factor)).toEqual([1, 0.3, 3, 10, null])
  const sorted = [0.3, 1, 3, 10, null].map((factor) => points.find((point) => point.factor === factor)!)
  sorted.slice(1).forEach((point, k) => {
    expect(point.converged).toBe(true)
    expect(point.rmse.forces!).toBeLessThanOrEqual(sorted[k].rmse.forces! * (1 + 1e-4))
  })
  const plain = await last(fitOf(logarithmic, { targets: [] }))
  expect(sorted[4].rmse.forces! / plain.rmse.forces!).toBeCloseTo(1, 5)
  expect(sorted[4].deviation).toBeGreaterThan(sorted[1].deviation)
})

test("what no potential of the form can have is not bought with the data", async () => {
  // C12 and C44 of pair potentials are the same.
  const impossible = targetsOf(
    parseSpec(targetsSchema, [{ crystal: "fcc", element: "Ar", a: "5.3 Å ± 0.01", C12: "4 GPa ± 0.01", C44: "1 GPa ± 0.01" }]),
  )
  const fit = fitOf(logarithmic, { targets: impossible })
  const state = await last(fit)
  const { targets: found } = await results(fit, state)
  expect(found.some(({ deviation }) => Math.abs(deviation) > 10)).toBe(true)
  const plain = await last(fitOf(logarithmic, { targets: [] }))
  expect(state.rmse.forces!).toBeLessThan(2.5 * plain.rmse.forces!)
})

test("solvers that never iterate refuse targets", () => {
  const objective = createObjective(linear, data, settings)
  expect(() =>
    createFit({ potential: linear, configurations: data, objective: settings, solver: solverSchema.parse({ kind: "linear" }), seed: 1 }),
  ).toThrow(/targets follow the crystals as they relax/)
  expect(objective.linear.some(Boolean)).toBe(false)
})
