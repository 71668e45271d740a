import { expect, it } from "vitest"
import { inlineExecutor } from "../../kernels/jobs.ts"
import { label, normal, random, rattledCrystal } from "../../objective/fixtures/data.ts"
import { lennardJones } from "../../objective/fixtures/lennard-jones.ts"
import { plainSettings } from "../../objective/fixtures/settings.ts"
import { type ConstraintSetting, constraintSchema } from "../../objective/constraints.ts"
import type { ObjectiveSettings } from "../../objective/objective.ts"
import { memoryStore } from "../../objective/streaming/statistics-store.ts"
import { createPotential } from "../../potentials/registry.ts"
import { createFit } from "../fit.ts"
import { solverSchema } from "../schema.ts"
import { assembleFit, type LinearFit, solveFit } from "./fit-linear.ts"

const executor = inlineExecutor()
const uniform = random(12)
const noise = { energy: 0.002, forces: 0.05, stress: 0.0003 }
const argon = lennardJones("epsilon-sigma", [0.0104, 3.41])
const crystals = Array.from({ length: 12 }, (_, k) => rattledCrystal(uniform, 18, 3.5 + 0.05 * k, 2))
const data = label(argon, [0.0104, 3.41], crystals, { noise, gauss: normal(uniform), shift: -1.7 })
const knots = Array.from({ length: 24 }, (_, k) => 2.7 + (3.5 * k) / 23)
const spline = createPotential({ kind: "pair", elements: ["Ar"], cutoff: 6.2, pairs: { "Ar-Ar": { spline: { knots } } } })
const keys = spline.parameters.map(({ key }) => key)
const settings: ObjectiveSettings = {
  ...plainSettings,
  baseline: { references: "fit", offset: "none", stressOffset: { treatment: "none", form: "hydrostatic", per: "group" } },
  smoothness: { pair: 1e-7 },
}

async function solved(constraints: readonly ConstraintSetting[], kind = "linear"): Promise<LinearFit> {
  const solver = solverSchema.parse({ kind: kind === "linear" ? "bayesian-linear" : kind, folds: 1, criterion: "evidence" })
  const fit = createFit({ potential: spline, configurations: data, objective: { ...settings, constraints }, solver, seed: 3 })
  const store = memoryStore()
  return solveFit(fit, await assembleFit(fit, executor, { store }), store)
}

it("meets conditions exactly, at the least cost, and says which parameters they are about", async () => {
  const free = await solved([])
  const first = keys.slice(0, 8)
  const values = (fit: LinearFit): Float64Array => fit.result.theta.subarray(0, keys.length)
  const falls = (fit: LinearFit): boolean => first.every((_, k) => k === 0 || values(fit)[k] <= values(fit)[k - 1] + 1e-9)
  const rising: ConstraintSetting = { parameters: first, monotonic: "falling" }
  const equal: ConstraintSetting = { parameters: [keys[9], keys[12]], coefficients: [2, -1], equals: 0.37 }
  const most: ConstraintSetting = { parameters: ["reference.Ar"], atMost: -2 }
  const held = await solved([rising, equal, most])
  expect(falls(held)).toBe(true)
  expect(2 * values(held)[9] - values(held)[12]).toBeCloseTo(0.37, 9)
  expect(held.result.theta[keys.length]).toBeLessThanOrEqual(-2 + 1e-9)
  expect(held.state.cost).toBeGreaterThan(free.state.cost)
  // A condition that the minimum meets anyway changes nothing.
  const idle = await solved([{ parameters: ["reference.Ar"], atLeast: -1000 }])
  values(idle).forEach((value, k) => expect(value).toBeCloseTo(values(free)[k], 8))
})

it("refuses conditions on what is not there, or that no parameters meet", async () => {
  await expect(solved([{ parameters: ["spring.Ar"], equals: 1 }])).rejects.toThrow("no parameter is called spring.Ar")
  await expect(solved([{ parameters: [keys[1]], coefficients: [1, 2], equals: 1 }])).rejects.toThrow("2 coefficients of 1 parameters")
  const both: ConstraintSetting[] = [
    { parameters: [keys[2]], atLeast: 3 },
    { parameters: [keys[2]], atMost: 2 },
  ]
  await expect(solved(both)).rejects.toThrow("no values of the unknowns meet all conditions")
  expect(constraintSchema.safeParse({ parameters: ["a"] }).success).toBe(false)
  expect(constraintSchema.safeParse({ parameters: ["a"], equals: 1, atMost: 2 }).success).toBe(false)
  expect(constraintSchema.safeParse({ parameters: ["a"], atLeast: 1, atMost: 2 }).success).toBe(true)
})

it("leaves to zero what the data do not ask for, where each coefficient has a prior of its own", async () => {
  const { result, report } = await solved([], "relevance")
  const zeros = [...result.theta.subarray(0, keys.length)].filter((value) => Math.abs(value) < 1e-12).length
  expect(zeros).toBeGreaterThan(0)
  expect(zeros).toBeLessThan(keys.length)
  expect(report.effectiveParameters!).toBeLessThanOrEqual(keys.length + 1 - zeros + 1e-6)
})
