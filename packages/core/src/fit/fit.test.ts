import { describe, expect, test } from "vitest"
import type { Configuration } from "../atoms/structure.ts"
import { fisher } from "../inference/fisher.ts"
import { inlineExecutor, runJob } from "../kernels/jobs.ts"
import type { Executor } from "../kernels/executor.ts"
import { label, normal, random, rattledCrystal } from "../objective/fixtures/data.ts"
import { lennardJones } from "../objective/fixtures/lennard-jones.ts"
import { plainSettings } from "../objective/fixtures/settings.ts"
import type { ObjectiveSettings } from "../objective/objective.ts"
import { createPotential } from "../potentials/registry.ts"
import { parseSpec } from "../potentials/spec/parse-spec.ts"
import { searchMethods } from "../solve/global/search-solver.ts"
import { createFit, type Fit, fitStates, startFit, stepFit } from "./fit.ts"
import { concludeFit, type FitResult } from "./result.ts"
import { solverSchema } from "./schema.ts"
import { type FitState, parseFitState } from "./state.ts"

const executor = inlineExecutor()
const solver = solverSchema.parse({})

async function last(fit: Fit, on: Executor = executor): Promise<FitState> {
  let state = await startFit(fit, on)
  while (state.stage !== "finished") state = await stepFit(fit, state, on)
  return state
}

/** A dimer along a skew direction with the exact energy and force of A/r¹² − B/r⁶. */
function dimer(a: number, b: number, r: number): Configuration {
  const direction = [2 / 7, 3 / 7, 6 / 7]
  const force = 12 * a * r ** -13 - 6 * b * r ** -7
  return {
    structure: {
      numbers: Int32Array.of(18, 18),
      positions: Float64Array.from([0, 0, 0, ...direction.map((d) => d * r)]),
      cell: null,
      pbc: [false, false, false],
    },
    energy: a * r ** -12 - b * r ** -6,
    // One component only: one energy and one force are two data for two unknowns.
    forces: Float64Array.of(NaN, NaN, NaN, NaN, NaN, (force * 6) / 7),
    group: "dimer",
    weights: { energy: 1, forces: 1, stress: 1 },
    origin: { file: "dimer.xyz", frame: 0 },
  }
}

const uniform = random(11)
const gauss = normal(uniform)
const noise = { energy: 0.0008, forces: 0.013, stress: 0.0002 }
const truth = [0.0104, 3.41] as const
const potential = lennardJones("epsilon-sigma", [0.0131, 3.27], true)
const crystals = Array.from({ length: 24 }, (_, k) => rattledCrystal(uniform, 18, 3.5 + 0.02 * k, 2 + (k % 2)))
const noisy = label(potential, truth, crystals, { noise, gauss, shift: -1.7 })
const estimating: ObjectiveSettings = {
  ...plainSettings,
  sigma: { ...plainSettings.sigma, properties: { energy: "estimate", forces: "estimate", stress: "estimate" } },
  baseline: { ...plainSettings.baseline, references: "fit" },
}

describe("a fit", () => {
  test("of A and B from one energy and one force is exact, in one step, with its condition number", async () => {
    const [a, b, r] = [71234.5, 61.3, 3.9]
    const fit = createFit({
      potential: lennardJones("AB", [40000, 40]),
      configurations: [dimer(a, b, r)],
      objective: plainSettings,
      solver,
      seed: 1,
    })
    const state = await last(fit)
    expect(state.theta[0] / a).toBeCloseTo(1, 11)
    expect(state.theta[1] / b).toBeCloseTo(1, 11)
    expect(state.outcome?.sentence).toMatch(/solved exactly: 2 unknowns from 2 data, condition number \d/)
  })

  test("recovers parameters and the σ of noise added to the data", async () => {
    const state = await last(createFit({ potential, configurations: noisy, objective: estimating, solver, seed: 1 }))
    expect(state.outcome?.outcome).toBe("converged")
    expect(state.theta[0]).toBeCloseTo(truth[0], 4)
    expect(state.theta[1]).toBeCloseTo(truth[1], 2)
    expect(state.theta[2]).toBeCloseTo(-1.7, 3)
    const data = [24, 24 * 3 * 17.5, 24 * 6]
    const expected = [noise.energy, noise.forces, noise.stress]
    // Four standard errors σ/√(2M) of a σ from M data.
    state.sigmas.forEach((sigma, k) => expect(Math.abs(sigma / expected[k] - 1)).toBeLessThan(4 / Math.sqrt(2 * data[k])))
    expect(state.rmse.forces! / noise.forces).toBeCloseTo(1, 1)
  })

  test("goes on from a stored state at any step to the same bits", async () => {
    const make = () =>
      createFit({
        potential,
        configurations: noisy,
        objective: estimating,
        solver: { ...solver, search: { method: "multi-start", starts: 3, iterations: 2 } },
        seed: 5,
      })
    const fit = make()
    const straight: FitState[] = []
    for await (const state of fitStates(fit, executor)) straight.push(state)
    let resumed = await startFit(make(), executor)
    for (let k = 0; resumed.stage !== "finished"; k++) {
      expect(resumed).toEqual(straight[k])
      resumed = await stepFit(make(), parseFitState(JSON.parse(JSON.stringify(resumed))), executor)
    }
    expect(resumed).toEqual(straight.at(-1))
    expect(resumed.search?.sentence).toContain("best of 3 starts")
    expect(resumed.round).toBeGreaterThan(0)
  })

  test("does not depend on which thread assembles what, nor in which order", async () => {
    const many = [noisy, noisy, noisy, noisy, noisy].flat()
    const fit = () => createFit({ potential, configurations: many, objective: estimating, solver, seed: 1 })
    expect(fit().objective.setup.chunks.length).toBeGreaterThan(2)
    expect(await last(fit(), twoThreads())).toEqual(await last(fit()))
  })

  test("with forces alone says that the energy offset is unidentifiable, and ends", async () => {
    const forcesOnly = noisy.map(({ structure, forces, group, weights, origin }) => ({
      structure,
      forces: forces!,
      group,
      weights,
      origin,
    }))
    const objective = { ...estimating, baseline: { ...plainSettings.baseline, references: "fit", offset: "fit" } } as const
    const fit = createFit({ potential, configurations: forcesOnly, objective, solver, seed: 1 })
    const state = await last(fit)
    expect(fit.objective.notices.join("\n")).toContain("offset.energy is structurally unidentifiable: no configuration has an energy")
    expect(state.stage).toBe("finished")
    expect(state.theta[1]).toBeCloseTo(truth[1], 2)
  })

  test("finds a far minimum from one of several start points", async () => {
    const far = lennardJones("epsilon-sigma", [0.0131, 6.1], true)
    const exact = label(potential, truth, crystals.slice(0, 6))
    const several = { ...solver, search: { method: "multi-start", starts: 12, iterations: 6 } } as const
    const state = await last(createFit({ potential: far, configurations: exact, objective: plainSettings, solver: several, seed: 3 }))
    expect(state.theta[1]).toBeCloseTo(truth[1], 8)
  })

  test.each(searchMethods)(
    "finds a far minimum by %s, whatever the threads, and goes on from any state to the same bits",
    async (method) => {
      const far = lennardJones("epsilon-sigma", [0.0131, 6.1], true)
      const exact = label(far, truth, crystals.slice(0, 4))
      const search = { method, budget: method === "annealing" ? 700 : 250, polish: 2 }
      const make = () =>
        createFit({ potential: far, configurations: exact, objective: plainSettings, solver: { ...solver, search }, seed: 2 })
      const straight: FitState[] = []
      for await (const state of fitStates(make(), executor)) straight.push(state)
      const end = straight.at(-1)!
      expect(end.theta[1]).toBeCloseTo(truth[1], 8)
      expect(end.search?.sentence).toMatch(/lowest cost .* evaluations.*; polished: best of/)
      expect(await last(make(), twoThreads())).toEqual(end)
      for (const k of [1, straight.length >> 1]) {
        let resumed = parseFitState(JSON.parse(JSON.stringify(straight[k])))
        while (resumed.stage !== "finished") resumed = await stepFit(make(), resumed, executor)
        expect(resumed).toEqual(end)
      }
    },
  )

  test("searches from a start without a finite prediction", async () => {
    const pairs = { "Ar-Ar": { formula: "A*log(r - b)", parameters: { A: 0.7, b: { value: 3.6, lower: 1, upper: 3.9 } } } }
    const steep = createPotential({ kind: "pair", elements: ["Ar"], cutoff: 6.2, pairs })
    const exact = label(steep, [0.31, 1.7], crystals.slice(0, 3))
    for (const search of [
      { method: "cma-es", budget: 300, polish: 1 },
      { method: "multi-start", starts: 12, iterations: 5 },
    ] as const) {
      const fit = createFit({ potential: steep, configurations: exact, objective: plainSettings, solver: { ...solver, search }, seed: 1 })
      const first = await startFit(fit, executor)
      expect(parseFitState(JSON.parse(JSON.stringify(first)))).toEqual(first)
      const { theta } = await last(fit)
      expect(theta[0]).toBeCloseTo(0.31, 8)
      expect(theta[1]).toBeCloseTo(1.7, 8)
    }
  })

  test("refuses a search where all parameters are linear, and settings of another method", () => {
    const linear = lennardJones("AB", [40000, 40])
    const search = { method: "cma-es", budget: 10, polish: 1 } as const
    const make = () =>
      createFit({ potential: linear, configurations: noisy, objective: plainSettings, solver: { ...solver, search }, seed: 1 })
    expect(make).toThrow(/one minimum only/)
    expect(solverSchema.parse({ search: "cma-es" }).search).toEqual({ method: "cma-es", budget: 3000, polish: 3 })
    const resolved = solverSchema.parse({ search: { method: "multi-start", starts: 7 } })
    expect(solverSchema.parse(resolved)).toEqual(resolved)
    expect(() => parseSpec(solverSchema, { search: { method: "cma-es", starts: 7 } })).toThrow(/no starts with cma-es.*here is 7/)
  })

  test("gives the triangle of its minimum, whose Fisher information does not know how reference energies were eliminated", async () => {
    const conclude = async (references: "fit" | "profile") => {
      const objective = { ...estimating, baseline: { ...plainSettings.baseline, references } }
      const fit = createFit({ potential, configurations: noisy, objective, solver: { ...solver, tolerance: 1e-12 }, seed: 1 })
      return concludeFit(fit, await last(fit), executor)
    }
    const [fitted, profiled] = [await conclude("fit"), await conclude("profile")]
    expect(profiled.columns).toEqual(["reference.Ar", "pair.Ar-Ar.epsilon", "pair.Ar-Ar.sigma"])
    expect(profiled.names).toEqual(["pair.Ar-Ar.epsilon", "pair.Ar-Ar.sigma"])
    fitted.theta.forEach((value, k) => expect(profiled.theta[k] / value).toBeCloseTo(1, 6))
    const errors = ({ information, names }: FitResult) => fisher(information, names).standardErrors
    const expected = errors(fitted)
    errors(profiled).forEach((error, k) => expect(error! / expected[k]!).toBeCloseTo(1, 4))
    expect(fitted.classes.map(({ origin }) => origin)).toEqual(["estimated", "estimated", "estimated"])
    fitted.classes.forEach(({ sigma, interval }) => {
      expect(interval![0]).toBeLessThan(sigma)
      expect(interval![1]).toBeGreaterThan(sigma)
    })
  })

  test("that starts where predictions are not finite is refused", async () => {
    const pairs = { "Ar-Ar": { formula: "A*log(r - 3.6)", parameters: { A: 0.7 } } }
    const steep = createPotential({ kind: "pair", elements: ["Ar"], cutoff: 6.2, pairs })
    const fit = createFit({ potential: steep, configurations: noisy, objective: plainSettings, solver, seed: 1 })
    await expect(startFit(fit, executor)).rejects.toThrow("predictions at the start values are not finite")
  })

  test("has half of potfit's sum of squares as its cost, with σ = 1/√weight", async () => {
    const [energyWeight, stressWeight] = [130, 2700]
    const sigma = { energy: 1 / Math.sqrt(energyWeight), forces: 1, stress: 1 / Math.sqrt(stressWeight) }
    const fixed = { ...potential, parameters: potential.parameters.map((parameter) => ({ ...parameter, fixed: true })) }
    const [data, predicted] = [label(potential, truth, crystals), label(potential, [0.0131, 3.27], crystals)]
    const squares = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
      Array.from(a, (value, i) => (value - b[i]) ** 2).reduce((sum, value) => sum + value, 0)
    const sum = data.reduce((total, { energy, forces, stress, structure }, s) => {
      const other = predicted[s]
      const perAtom = (energy! - other.energy!) / structure.numbers.length
      return total + squares(forces!, other.forces!) + energyWeight * perAtom ** 2 + stressWeight * squares(stress!, other.stress!)
    }, 0)
    const objective = { ...plainSettings, sigma: { ...plainSettings.sigma, properties: sigma } }
    const state = await last(createFit({ potential: fixed, configurations: data, objective, solver, seed: 1 }))
    expect(state.cost / (sum / 2)).toBeCloseTo(1, 10)
  })

  test("without free parameters only measures", async () => {
    const fixed = { ...potential, parameters: potential.parameters.map((parameter) => ({ ...parameter, fixed: true })) }
    const state = await last(createFit({ potential: fixed, configurations: noisy, objective: plainSettings, solver, seed: 1 }))
    expect(state.cost).toBeGreaterThan(0)
    expect(state.theta).toEqual([0.0131, 3.27])
  })
})

/** An executor that clones setup and results as worker threads do, has a copy of the setup per thread, and works in an odd order. */
function twoThreads(): Executor {
  const copies = new WeakMap<object, object[]>()
  return {
    threads: 2,
    map: async <Task, Result>(job: string, setup: object, tasks: readonly Task[]): Promise<Result[]> => {
      const own = copies.get(setup) ?? [structuredClone(setup), structuredClone(setup)]
      copies.set(setup, own)
      const results: Result[] = []
      for (const k of [...tasks.keys()].reverse())
        results[k] = structuredClone(runJob(job, own[k % 2], structuredClone(tasks[k]))) as Result
      return results
    },
    close: async () => {},
  }
}
