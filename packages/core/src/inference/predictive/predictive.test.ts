import { describe, expect, test } from "vitest"
import type { Configuration } from "../../atoms/structure.ts"
import type { Executor } from "../../kernels/executor.ts"
import { inlineExecutor } from "../../kernels/jobs.ts"
import { emptyTriangle } from "../../linalg/triangle/triangle.ts"
import { label, normal, random, rattledCrystal } from "../../objective/fixtures/data.ts"
import { lennardJones } from "../../objective/fixtures/lennard-jones.ts"
import { plainSettings } from "../../objective/fixtures/settings.ts"
import type { ObjectiveSettings } from "../../objective/objective.ts"
import { createDataSetup, predictData } from "../../objective/predictions.ts"
import { assignFolds } from "../../objective/streaming/folds.ts"
import { memoryStore } from "../../objective/streaming/statistics-store.ts"
import { emptyBaseline } from "../../observables/baseline.ts"
import { properties } from "../../observables/property.ts"
import { createPotential } from "../../potentials/registry.ts"
import { conformalInterval } from "../calibration/cross-conformal.ts"
import { covarianceFactor } from "../covariance.ts"
import type { Posterior } from "../posterior/posterior.ts"
import { committeeEnsemble, parametersAt, pointwiseEnsemble, posteriorEnsemble } from "./ensemble.ts"
import { fittedPosterior } from "./fixtures/fitted-posterior.ts"
import { sizeOfRows } from "./kept-rows.ts"
import { createJudge } from "./judge-predictions.ts"
import { labelNoise } from "./label-noise.ts"
import { predictUncertainty, type UncertainPrediction } from "./predict-uncertainty.ts"
import { createRowBasis, reachesUnseen } from "./row-basis.ts"
import { loadUncertainty, saveUncertainty } from "./saved-uncertainty.ts"
import { createUncertainty, type UncertaintyModel } from "./uncertainty-model.ts"

const executor = inlineExecutor()
const uniform = random(31)
const gauss = normal(uniform)
const noise = { energy: 0.0011, forces: 0.019, stress: 0.0004 }
const argon = lennardJones("AB", [9000, 31], false)
const truth = [11_600, 41]

function crystals(count: number, atoms = 2): ReturnType<typeof rattledCrystal>[] {
  return Array.from({ length: count }, (_, k) => rattledCrystal(uniform, 18, 3.4 + 0.3 * uniform(), atoms + (k % 2), 0.2))
}

/** Data that the model can describe, with noise. */
const possible = label(argon, truth, crystals(30), { noise, gauss, group: "crystal" })

/** The same of a potential of another form, without any. */
const morse = createPotential({
  ...{ kind: "pair", elements: ["Ar"], cutoff: 6.2, switch: "none" },
  pairs: { "Ar-Ar": { form: "morse", parameters: { D: 0.0163, alpha: 1.31, r0: 3.71 } } },
})
const impossible = label(morse, [0.0163, 1.31, 3.71], crystals(60), { group: "crystal" })
const fresh = label(morse, [0.0163, 1.31, 3.71], crystals(60), { group: "crystal" })

const estimated: ObjectiveSettings["sigma"]["properties"] = { energy: "estimate", forces: "estimate", stress: "estimate" }

const fitted = (configurations: readonly Configuration[], sigma: ObjectiveSettings["sigma"]["properties"] = noise): Promise<Posterior> =>
  fittedPosterior(argon, configurations, sigma)

async function barsOf(
  posterior: Posterior,
  model: UncertaintyModel,
  configurations: readonly Configuration[],
): Promise<UncertainPrediction[]> {
  return predictUncertainty(
    { basis: createRowBasis(posterior), model, noise: labelNoise(posterior), coverage: 0.9, worst: 0.95 },
    configurations,
    executor,
  )
}

const predict = ({ setup }: Posterior, theta: Float64Array, configurations: readonly Configuration[]): Promise<Float64Array[]> =>
  predictData(createDataSetup(setup.potential, configurations, setup.baseline), theta, executor)

describe("error bars of a linear model", async () => {
  const posterior = await fitted(possible)
  const choice = { count: 5, seed: 9, contiguous: false }
  const model = await createUncertainty(posterior, possible, executor, { seed: 9, folds: 5, members: 300 })
  const some = possible.slice(0, 6)
  const bars = await barsOf(posterior, model, some)
  const basis = createRowBasis(posterior)
  const { rank } = basis
  const movedBy = (z: ArrayLike<number>): Float64Array => parametersAt(basis, z)

  test("are about the predictions of the fit, and of the posterior they are how these move with its parameters", async () => {
    const at = await predict(posterior, posterior.setup.theta, some)
    const moved = await Promise.all(
      Array.from({ length: rank }, (_, l) => predict(posterior, movedBy(new Float64Array(rank).fill(1, l, l + 1)), some)),
    )
    expect(rank).toBe(2)
    at.forEach((predicted, s) => {
      predicted.forEach((value, i) => {
        const size = 1 + Math.abs(value)
        expect(Math.abs(bars[s].predicted[i] - value)).toBeLessThan(1e-9 * size)
        const deviation = Math.hypot(...moved.map((own) => own[s][i] - value))
        expect(Math.abs(bars[s].posterior[i] - deviation)).toBeLessThan(1e-9 * size)
      })
    })
  })

  test("know where the parameters go without each fold", async () => {
    const folds = assignFolds(possible, choice)
    for (const fold of [0, 3]) {
      const rest = possible.filter((_, k) => folds[k] !== fold)
      const { setup } = await fitted(rest)
      movedBy(model.without[fold]).forEach((value, k) => expect(value / setup.theta[k]).toBeCloseTo(1, 9))
    }
  })

  test("of a committee are as wide as those of the posterior where the model is right and σ is that of the noise", () => {
    const ratios = bars.flatMap(({ committee, posterior: own }) => Array.from(committee, (value, i) => value / own[i]))
    const mean = ratios.reduce((sum, value) => sum + value, 0) / ratios.length
    expect(mean).toBeGreaterThan(0.75)
    expect(mean).toBeLessThan(1.25)
  })

  test("are those of the scores that were held out", () => {
    const { scale, lower, upper, predicted, posterior: own } = bars[2]
    const calibration = model.conformal.forces!
    const i = 4
    const squares = predicted[4] ** 2 + predicted[5] ** 2 + predicted[6] ** 2
    const [constant, variance, force] = calibration.scale.coefficients
    expect(scale[i]).toBeCloseTo(Math.sqrt(constant + variance * own[i] ** 2 + force * squares), 12)
    const around = Float64Array.from(bars[2].predicted.slice(i, i + 1))
    const centre = new Float64Array(5).fill(around[0])
    const [near] = conformalInterval(calibration, centre, scale[i], 0.9)
    // Folds agree to the width of the posterior, far less than the noise.
    expect(Math.abs(lower[i] - near)).toBeLessThan(4 * own[i])
    expect((upper[i] - lower[i]) / 2 / noise.forces).toBeGreaterThan(1.4)
    expect((upper[i] - lower[i]) / 2 / noise.forces).toBeLessThan(1.9)
  })

  test("are the spreads over ensembles of parameters", async () => {
    const [structure] = some
    const over = async (members: readonly Float64Array[]): Promise<Float64Array[]> =>
      Promise.all(members.map(async (theta) => (await predict(posterior, theta, [structure]))[0]))
    const meanSquare = (values: readonly number[]): number => values.reduce((sum, value) => sum + value * value, 0) / values.length
    const [at] = bars
    const ensemble = await over(committeeEnsemble(basis, model))
    const draws = await over(posteriorEnsemble(basis, 1500, 8))
    const drawn = await over(pointwiseEnsemble(basis, model.boxes.forces!, 1500, 8))
    for (const i of [0, 2, 9]) {
      const off = (values: readonly Float64Array[]): number[] => values.map((value) => value[i] - at.predicted[i])
      expect(Math.sqrt(meanSquare(off(ensemble))) / at.committee[i]).toBeCloseTo(1, 8)
      expect(Math.abs(Math.sqrt(meanSquare(off(draws))) / at.posterior[i] - 1)).toBeLessThan(0.08)
    }
    for (const i of [2, 9]) {
      const off = drawn.map((value) => value[i] - at.predicted[i] - at.popsShift[i])
      const deviation = Math.sqrt(at.pops[i] ** 2 - at.posterior[i] ** 2)
      expect(Math.abs(Math.sqrt(meanSquare(off)) / deviation - 1)).toBeLessThan(0.06)
      expect(Math.max(...off.map(Math.abs))).toBeLessThanOrEqual(at.popsReach[i] * (1 + 1e-9))
    }
  })

  test("are the same for any number of threads", async () => {
    const many: Executor = { ...executor, threads: 3 }
    expect(await createUncertainty(posterior, possible, many, { seed: 9, folds: 5, members: 300 })).toEqual(model)
    const other = await createUncertainty(posterior, possible, many, { seed: 10, folds: 5, members: 300 })
    expect(other.committee).not.toEqual(model.committee)
    const alone = await Promise.all(some.map((one) => barsOf(posterior, model, [one])))
    alone.flat().forEach((own, s) => own.pops.forEach((value, i) => expect(value).toBeCloseTo(bars[s].pops[i], 10)))
  })

  test("are the same however many derivatives are kept, and those that are kept are not formed again", async () => {
    for (const [memory, kept] of [
      [0, 0],
      [sizeOfRows(possible, rank) / 4, 1],
      [2 ** 28, 5],
    ]) {
      const seen: boolean[] = []
      const watched: Executor = {
        ...executor,
        map: (job, setup, tasks) => {
          for (const task of tasks) seen.push(Object.hasOwn(Object(task), "rows"))
          return executor.map(job, setup, tasks)
        },
      }
      expect(await createUncertainty(posterior, possible, watched, { seed: 9, folds: 5, members: 300, memory })).toEqual(model)
      expect(seen).toEqual([5, 5, 5].flatMap((shards, pass) => Array.from({ length: shards }, (_, s) => pass > 0 && s < kept)))
    }
  })

  test("along fewer axes than there are parameters hold all data as well, and are kept as such", async () => {
    const narrow = await createUncertainty(posterior, possible, executor, { seed: 9, folds: 5, members: 300, axes: 1 })
    expect({ ...narrow, boxes: model.boxes }).toEqual(model)
    const wider = await barsOf(posterior, narrow, possible)
    const before = await barsOf(posterior, model, possible)
    // Along other axes a box may be narrower here and there, and holds all data that count all the same.
    possible.forEach((configuration, s) => {
      const at = wider[s]
      const error = Math.abs(at.predicted[0] + at.popsShift[0] - configuration.energy! / configuration.structure.numbers.length)
      expect(error).toBeLessThanOrEqual(at.popsReach[0] * (1 + 1e-9))
    })
    const mean = (all: typeof before): number => all.reduce((sum, { popsReach }) => sum + popsReach[0], 0)
    expect(mean(wider)).toBeGreaterThan(0.9 * mean(before))
    const store = memoryStore()
    await saveUncertainty(store, narrow, posterior)
    expect(await loadUncertainty(store, posterior)).toEqual(narrow)
  })

  test("come back from a store, for their own fit alone, and say when they are damaged", async () => {
    const store = memoryStore()
    expect(await loadUncertainty(store, posterior)).toBeUndefined()
    await saveUncertainty(store, model, posterior)
    expect(await loadUncertainty(store, posterior)).toEqual(model)
    expect(await loadUncertainty(store, { joint: emptyTriangle(2) })).toBeUndefined()
    const bytes = Uint8Array.from((await store.read("uncertainty.bin"))!)
    bytes[19] ^= 4
    await store.write("uncertainty.bin", bytes)
    await expect(loadUncertainty(store, posterior)).rejects.toThrow("uncertainty.bin is damaged")
    await store.remove("uncertainty.bin")
    await expect(loadUncertainty(store, posterior)).rejects.toThrow("uncertainty.bin is missing")
    await store.write("uncertainty.json", new TextEncoder().encode("["))
    expect(await loadUncertainty(store, posterior)).toBeUndefined()
  })

  test("are given for structures without labels, and without a cell none for the stress", async () => {
    const { structure, group, weights, origin } = possible[0]
    const [bare] = await barsOf(posterior, model, [
      { structure: { ...structure, cell: null, pbc: [false, false, false] }, group, weights, origin },
    ])
    const stress = 1 + 3 * structure.numbers.length
    expect(bare.posterior.slice(0, stress).every((value) => value > 0)).toBe(true)
    for (const own of [bare.predicted, bare.posterior, bare.pops, bare.lower]) expect(own.slice(stress).every(Number.isNaN)).toBe(true)
    expect(bare.level.every(Number.isNaN)).toBe(true)
  })
})

describe("a model that cannot be right", async () => {
  const posterior = await fitted(impossible, estimated)
  const model = await createUncertainty(posterior, impossible, executor, { seed: 4 })
  const judge = createJudge()
  const bars = await barsOf(posterior, model, fresh)
  fresh.forEach((configuration, s) => judge.add(configuration, bars[s]))
  const judged = judge.finish()

  test.each(["energy", "forces"] as const)(
    "is bounded by pointwise optimal parameters in the %s of new structures, by the posterior it is not",
    (property) => {
      const { methods, count, structures } = judged.find((own) => own.property === property)!
      const of = (name: string): number => methods.find(({ method }) => method === name)!.worst
      expect(structures).toBe(60)
      expect(count).toBeGreaterThanOrEqual(60)
      expect(of("POPS")).toBeGreaterThanOrEqual(0.95)
      expect(of("posterior")).toBeLessThan(0.75)
    },
  )

  test.each(properties)("has conformal intervals that hold the %s of new structures as often as they say", (property) => {
    const { observed } = judged.find((own) => own.property === property)!.methods.find(({ method }) => method === "conformal")!
    // Coverages 50, 68, 90 and 95 %, within three standard errors of 60 independent structures.
    for (const [c, p] of [0.5, 0.68, 0.9, 0.95].entries()) expect(Math.abs(observed[c] - p)).toBeLessThan(3 * Math.sqrt((p * (1 - p)) / 60))
  })

  test("is told without properties that no datum has", async () => {
    const energies = impossible.map(({ structure, energy, group, weights, origin }) => ({
      structure,
      energy: energy!,
      group,
      weights,
      origin,
    }))
    const known = await fitted(energies, estimated)
    const bare = await createUncertainty(known, energies, executor, { seed: 4 })
    expect(bare.boxes.forces).toBeNull()
    expect(bare.conformal.stress).toBeNull()
    const [own] = await barsOf(known, bare, fresh)
    expect(own.posterior.every((value) => value >= 0)).toBe(true)
    expect(Number.isNaN(own.pops[1])).toBe(true)
    expect(Number.isNaN(own.lower[1])).toBe(true)
    expect(own.pops[0]).toBeGreaterThan(0)
  })
})

test("a prediction that depends on what no datum sees is not bounded", () => {
  const setup = { ...lennardSetup(), width: 3 }
  const joint = { n: 3, rows: 5, data: Float64Array.of(2, 1, 0, 0.3, 0, 3, 0, 0.1, 0, 0, 0, 0, 0, 0, 0, 0.2) }
  const basis = createRowBasis({ setup, joint })
  expect(basis.rank).toBe(2)
  expect(covarianceFactor(joint).rank).toBe(2)
  expect(reachesUnseen(basis, Float64Array.of(1, -4, 0))).toBe(false)
  expect(reachesUnseen(basis, Float64Array.of(1, -4, 1e-3))).toBe(true)
  // A force that vanishes by symmetry is what rounding leaves of its sum.
  const rounding = Float64Array.of(2e-15, -1e-15, 3e-15)
  expect(reachesUnseen(basis, rounding)).toBe(true)
  expect(reachesUnseen(basis, rounding, 0.01)).toBe(false)
  expect(reachesUnseen(basis, Float64Array.of(0, 0, 1e-3), 0.01)).toBe(true)
})

function lennardSetup(): Posterior["setup"] {
  return {
    ...{ potential: argon.spec, use: plainSettings.use, byAtoms: false, columns: Int32Array.of(0, 1), width: 2 },
    ...{ theta: Float64Array.from(truth), scales: Float64Array.of(1, 1) },
    baseline: emptyBaseline,
  }
}
