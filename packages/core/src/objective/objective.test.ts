import { describe, expect, test } from "vitest"
import type { Configuration } from "../atoms/structure.ts"
import { inlineExecutor } from "../kernels/jobs.ts"
import { gradientOf, timesTriangle } from "../linalg/triangle/measures.ts"
import { label, normal, random, rattledCrystal } from "./fixtures/data.ts"
import { lennardJones } from "./fixtures/lennard-jones.ts"
import { plainSettings } from "./fixtures/settings.ts"
import { createEvaluator } from "./evaluator.ts"
import { createObjective, type ObjectiveSettings } from "./objective.ts"
import { freeVector, fullVector } from "./parameter-space.ts"
import { createFitProblem } from "./problem.ts"
import { completeTheta, linearStatistics, residualStatistics } from "./statistics.ts"

const potential = lennardJones("epsilon-sigma", [0.0131, 3.27], true)
const uniform = random(7)
const gauss = normal(uniform)
const noise = { energy: 0.002, forces: 0.02, stress: 0.0004 }
const truth = [0.0104, 3.41]
const data: Configuration[] = [
  ...label(
    potential,
    truth,
    [2, 3, 2].map((n, k) => rattledCrystal(uniform, 18, 3.6 + 0.1 * k, n)),
    { noise, gauss, group: "soft", shift: -1.7 },
  ),
  ...label(
    potential,
    truth,
    [3, 2].map((n) => rattledCrystal(uniform, 18, 3.5, n)),
    { noise, gauss, group: "hard", shift: -1.7 },
  ),
]
const executor = inlineExecutor()
const everything: ObjectiveSettings = {
  ...plainSettings,
  baseline: { references: "fit", offset: "none", stressOffset: { treatment: "fit", form: "full", per: "group" } },
  priors: { "pair.Ar-Ar.sigma": { mean: 3.3, sigma: 0.21 } },
  ridge: 3.1,
}

function problemOf(settings: ObjectiveSettings, configurations = data) {
  const objective = createObjective(potential, configurations, settings)
  const sigmas = objective.pools.map((pool) => pool.start)
  return { objective, sigmas, problem: createFitProblem(createEvaluator(objective, executor), sigmas) }
}

describe("the least-squares problem of a fit", () => {
  for (const normalisation of ["likelihood", "balanced", "atoms"] as const) {
    test(`has Jᵀr equal to the gradient of its cost (${normalisation})`, async () => {
      const { objective, problem } = problemOf({ ...everything, normalisation })
      const x = freeVector(objective.space, fullVector(objective.space, new Float64Array(problem.size))).map(
        (_, i) => 0.01 * Math.sin(i + 1),
      )
      x[0] = 0.0127
      x[1] = Math.log(3.31)
      x[2] = -1.63
      const gradient = gradientOf(await problem.linearise(x))
      for (let i = 0; i < problem.size; i++) {
        const h = 1e-5 * Math.max(Math.abs(x[i]), 1e-2)
        const at = (t: number) => problem.cost(x.with(i, x[i] + t))
        const [p1, m1, p2, m2] = await Promise.all([at(h), at(-h), at(2 * h), at(-2 * h)])
        const difference = (8 * (p1 - m1) - (p2 - m2)) / (12 * h)
        expect(Math.abs(difference - gradient[i])).toBeLessThan(1e-6 * Math.max(1, Math.abs(gradient[i])))
      }
    })
  }

  test("counts every datum once and weighs it by σ and by its own weight", async () => {
    const weighted = data.map((configuration, k) => ({
      ...configuration,
      weights: { energy: 2 + k, forces: 0.5, stress: k === 0 ? 0 : 3 },
    }))
    const { objective, problem, sigmas } = problemOf(plainSettings, weighted)
    const x = Float64Array.of(0.012, Math.log(3.38))
    const predicted = label(
      potential,
      [0.012, 3.38],
      data.map(({ structure }) => structure),
    )
    let sum = 0
    predicted.forEach((prediction, k) => {
      const reference = weighted[k]
      const n = reference.structure.numbers.length
      sum += reference.weights.energy * ((prediction.energy! - reference.energy!) / n / 0.003) ** 2
      prediction.forces!.forEach((force, c) => (sum += reference.weights.forces * ((force - reference.forces![c]) / 0.07) ** 2))
      prediction.stress!.forEach((stress, c) => (sum += reference.weights.stress * ((stress - reference.stress![c]) / 0.0011) ** 2))
    })
    expect(await problem.cost(x)).toBeCloseTo(sum / 2, 7)
    expect(sigmas).toEqual([0.003, 0.07, 0.0011])
    expect(objective.classes.map(({ group, property, count }) => [group, property, count])).toEqual([
      ["soft", "energy", 3],
      ["soft", "forces", 129],
      ["soft", "stress", 12],
      ["hard", "energy", 2],
      ["hard", "forces", 105],
      ["hard", "stress", 12],
    ])
  })

  for (const normalisation of ["balanced", "atoms"] as const) {
    test(`gives the composite loss of mean squared errors when ${normalisation}`, async () => {
      const { problem } = problemOf({ ...plainSettings, normalisation })
      const theta = [0.012, 3.38]
      const predicted = label(
        potential,
        theta,
        data.map(({ structure }) => structure),
      )
      // Mean over structures (weighed by their atoms, or not) of the mean square over what a structure has of the property.
      const mean = (squares: (k: number) => number[]) => {
        let [sum, weights] = [0, 0]
        predicted.forEach(({ structure }, k) => {
          const own = squares(k)
          const weight = normalisation === "atoms" ? structure.numbers.length : own.length
          sum += (weight * own.reduce((total, value) => total + value * value, 0)) / own.length
          weights += weight
        })
        return sum / weights
      }
      const energy = mean((k) => [(predicted[k].energy! - data[k].energy!) / data[k].structure.numbers.length])
      const force = mean((k) => Array.from(predicted[k].forces!, (value, c) => value - data[k].forces![c]))
      const stress = mean((k) => Array.from(predicted[k].stress!, (value, c) => value - data[k].stress![c]))
      const loss = (energy / 0.003 ** 2 + force / 0.07 ** 2 + stress / 0.0011 ** 2) / 2
      expect((await problem.cost(Float64Array.of(0.012, Math.log(3.38)))) / loss).toBeCloseTo(1, 11)
    })
  }

  test("masks missing labels and NaN components", async () => {
    const gaps = data.map(({ structure, energy, forces, group, weights, origin }, k) => ({
      structure,
      group,
      weights,
      origin,
      ...(k === 1 ? {} : { energy }),
      forces: forces!.with(2 * k, NaN),
    }))
    const { objective, problem } = problemOf(plainSettings, gaps)
    expect(objective.classes.map(({ count }) => count)).toEqual([2, 126, 2, 103])
    expect(await problem.cost(Float64Array.of(0.012, Math.log(3.38)))).toBeGreaterThan(0)
  })

  test("has a second directional derivative r″ with (J v)ᵀ r″ = ½ d‖J v‖²/dt", async () => {
    const { problem } = problemOf({ ...everything, baseline: plainSettings.baseline })
    const x = Float64Array.of(0.0117, Math.log(3.36))
    const v = Float64Array.of(3e-4, 2e-3)
    const squared = async (t: number) => {
      const linear = await problem.linearise(x.map((value, i) => value + t * v[i]))
      return timesTriangle(linear, v).reduce((sum, value) => sum + value * value, 0)
    }
    const h = 1e-3
    const expected = ((await squared(h)) - (await squared(-h))) / (4 * h)
    const curvature = await problem.curvature!(x, v)
    const found = curvature[0] * v[0] + curvature[1] * v[1]
    expect(Math.abs(found - expected)).toBeLessThan(2e-4 * Math.abs(expected))
  })
})

describe("profiled parameters", () => {
  const fitted: ObjectiveSettings = { ...plainSettings, baseline: { ...everything.baseline, references: "fit" } }
  const profiled: ObjectiveSettings = {
    ...plainSettings,
    baseline: { references: "profile", offset: "none", stressOffset: { treatment: "profile", form: "full", per: "group" } },
  }

  test("are at the minimum over them: cost and gradient are those of the fit at their best values", async () => {
    const one = problemOf(profiled)
    const two = problemOf(fitted)
    const x = Float64Array.of(0.0127, Math.log(3.31))
    const statistics = await residualStatistics(one.objective, executor, x)
    const theta = completeTheta(one.objective, statistics, one.sigmas)
    const full = freeVector(two.objective.space, theta)
    expect(one.problem.size).toBe(2)
    expect(two.problem.size).toBe(2 + 1 + 12)
    expect(await one.problem.cost(x)).toBeCloseTo(await two.problem.cost(full), 8)
    const reduced = gradientOf(await one.problem.linearise(x))
    const whole = gradientOf(await two.problem.linearise(full))
    expect(reduced[0] / whole[0]).toBeCloseTo(1, 9)
    expect(reduced[1] / whole[1]).toBeCloseTo(1, 9)
    whole.slice(2).forEach((value) => expect(Math.abs(value)).toBeLessThan(1e-6 * Math.abs(whole[1])))
    const again = completeTheta(one.objective, await linearStatistics(one.objective, executor, x), one.sigmas)
    theta.forEach((value, k) => expect(again[k]).toBeCloseTo(value, 9))
  })
})

describe("σ", () => {
  test("is one per property, or the group's own where it is named or estimated by group", () => {
    const { sigma } = plainSettings
    const pools = (more: Partial<ObjectiveSettings["sigma"]>) =>
      problemOf({ ...plainSettings, sigma: { ...sigma, ...more } }).objective.pools.map(({ name, start, origin }) => [name, start, origin])
    expect(pools({ groups: { hard: { forces: 0.2 } } })).toEqual([
      ["energy", 0.003, "given"],
      ["forces", 0.07, "given"],
      ["forces of hard", 0.2, "given"],
      ["stress", 0.0011, "given"],
    ])
    expect(pools({ by: "group", properties: { ...sigma.properties, energy: "estimate" } }).slice(0, 2)).toEqual([
      ["energy of soft", 0.005, "estimated"],
      ["energy of hard", 0.005, "estimated"],
    ])
    expect(() => pools({ groups: { haard: { forces: 0.2 } } })).toThrow("no group is called haard")
  })
})

describe("the baseline", () => {
  test("says which parameters no data can tell apart, and holds them", () => {
    const both = problemOf({ ...plainSettings, baseline: { ...plainSettings.baseline, references: "fit", offset: "fit" } })
    expect(both.objective.space.names).toEqual(["pair.Ar-Ar.epsilon", "pair.Ar-Ar.sigma", "reference.Ar"])
    expect(both.objective.notices).toHaveLength(1)
    expect(both.objective.notices[0]).toContain("reference.Ar, offset.energy cannot be told apart")
  })

  test("says that an energy offset is unidentifiable from forces alone", () => {
    const forcesOnly = data.map(({ structure, forces, group, weights, origin }) => ({ structure, forces: forces!, group, weights, origin }))
    const { objective } = problemOf({ ...plainSettings, baseline: { ...plainSettings.baseline, offset: "fit" } }, forcesOnly)
    expect(objective.notices[0]).toContain("offset.energy is structurally unidentifiable: no configuration has an energy")
    expect(objective.space.names).toEqual(["pair.Ar-Ar.epsilon", "pair.Ar-Ar.sigma"])
  })

  test("refuses references for isolated atoms that the data do not have", () => {
    const settings = { ...plainSettings, baseline: { ...plainSettings.baseline, references: "isolated" as const } }
    expect(() => problemOf(settings)).toThrow("the data have no isolated Ar atom")
  })
})
