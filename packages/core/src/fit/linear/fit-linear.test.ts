import { describe, expect, test } from "vitest"
import type { Configuration } from "../../atoms/structure.ts"
import { buildGraph } from "../../graph/build-graph.ts"
import type { Executor } from "../../kernels/executor.ts"
import { inlineExecutor } from "../../kernels/jobs.ts"
import { kernels } from "../../kernels/kernels.ts"
import { qr } from "../../linalg/factorisations/qr.ts"
import { solveUpper } from "../../linalg/triangle/solve-triangular.ts"
import { label, normal, random, rattledCrystal } from "../../objective/fixtures/data.ts"
import { lennardJones } from "../../objective/fixtures/lennard-jones.ts"
import { plainSettings } from "../../objective/fixtures/settings.ts"
import { extendDescription } from "../../objective/data-description.ts"
import { objectiveOf, type ObjectiveSettings } from "../../objective/objective.ts"
import { createDataSetup, measureErrors } from "../../objective/predictions.ts"
import { assignFolds } from "../../objective/streaming/folds.ts"
import { joinStatistics } from "../../objective/streaming/linear-statistics.ts"
import { memoryStore } from "../../objective/streaming/statistics-store.ts"
import { createPotential } from "../../potentials/registry.ts"
import { createFit, type Fit, fitOf } from "../fit.ts"
import { solverSchema } from "../schema.ts"
import { assembleFit, solveFit } from "./fit-linear.ts"
import { checkSameBasis } from "./same-basis.ts"

const executor = inlineExecutor()
const uniform = random(31)
const gauss = normal(uniform)
const noise = { energy: 0.0013, forces: 0.017, stress: 0.0003 }
const argon = lennardJones("epsilon-sigma", [0.0104, 3.41])
const crystals = (count: number, spacing: number) =>
  Array.from({ length: count }, (_, k) => rattledCrystal(uniform, 18, spacing + 0.05 * k, 2 + (k % 2)))
const data: readonly Configuration[] = [
  ...label(argon, [0.0104, 3.41], crystals(9, 3.5), { noise, gauss, group: "dense", shift: -1.7 }),
  ...label(argon, [0.0104, 3.41], crystals(7, 3.8), { noise, gauss, group: "loose", shift: -1.7 }),
].map((configuration, k) =>
  k === 3 ? { ...configuration, forces: configuration.forces!.map((f, i) => (i % 5 === 2 ? NaN : f)) } : configuration,
)

const splineTo = (cutoff: number) => {
  const knots = Array.from({ length: 60 }, (_, k) => 2.7 + ((cutoff - 2.7) * k) / 59)
  return createPotential({ kind: "pair", elements: ["Ar"], cutoff, pairs: { "Ar-Ar": { spline: { knots } } } })
}
const spline = splineTo(6.2)
const settings: ObjectiveSettings = {
  ...plainSettings,
  baseline: { references: "profile", offset: "none", stressOffset: { treatment: "fit", form: "hydrostatic", per: "group" } },
  smoothness: { pair: 1e-4 },
}
const solver = solverSchema.parse({ folds: 3 })

async function solved(fit: Fit, store = memoryStore()) {
  const statistics = await assembleFit(fit, executor, { store })
  return { statistics, store, ...(await solveFit(fit, statistics, store)) }
}

/** θ of the free and profiled parameters from a dense QR of all weighted rows, stacked. */
function denseSolution(fit: Fit, configurations: readonly Configuration[]): Float64Array {
  const { space, pools, priors } = fit.objective
  const n = space.profiled.length + space.free.length
  const own = spline.parameters.length
  const sigma = (property: string) => pools.find((pool) => pool.property === property)!.start
  const rows: number[][] = []
  const right: number[] = []
  const theta = Float64Array.from(space.layout, ({ value }) => value)
  for (const { structure, energy, forces, stress, group } of configurations) {
    const atoms = structure.numbers.length
    const { heap } = kernels()
    const graph = buildGraph([structure], spline.elements, spline.cutoff)
    const [E, F, W, values] = [heap.f64(own), heap.f64(3 * atoms * own), heap.f64(6 * own), heap.f64(own)]
    values.set(theta.subarray(0, own))
    spline.jacobian(graph, 0, values, { energy: E, forces: F, virial: W, stride: own, column: 0 })
    const out = { energies: heap.f64(atoms), forces: heap.f64(3 * atoms), virials: heap.f64(6) }
    spline.evaluate(graph, values, out)
    const add = (property: string, part: Float64Array, row: number, scale: number, residual: number, baseline: Record<string, number>) => {
      if (Number.isNaN(residual)) return
      const full = new Float64Array(n)
      for (let k = 0; k < own; k++) if (space.columns[k] >= 0) full[space.columns[k]] += scale * part[row * own + k]
      for (const [key, value] of Object.entries(baseline)) {
        const k = space.layout.findIndex((parameter) => parameter.key === key)
        if (space.columns[k] >= 0) full[space.columns[k]] += value
      }
      rows.push(Array.from(full, (value) => value / sigma(property)))
      right.push(-residual / sigma(property))
    }
    const reference = theta[space.layout.findIndex(({ key }) => key === "reference.Ar")]
    const sum = out.energies.reduce((total, value) => total + value, 0)
    add("energy", E, 0, 1 / atoms, sum / atoms + reference - energy! / atoms, { "reference.Ar": 1 })
    for (let c = 0; c < 3 * atoms; c++) add("forces", F, c, 1, out.forces[c] - forces![c], {})
    const volume = graph.volumes[0]
    for (let v = 0; v < 6; v++) {
      add("stress", W, v, -1 / volume, -out.virials[v] / volume - stress![v], v < 3 ? { [`offset.stress.${group}`]: 1 } : {})
    }
  }
  for (const { parameters, coefficients, mean, sigma: width } of priors) {
    const full = new Float64Array(n)
    let value = -mean
    parameters.forEach((k, j) => {
      if (space.columns[k] >= 0) full[space.columns[k]] += coefficients[j]
      value += coefficients[j] * theta[k]
    })
    rows.push(Array.from(full, (entry) => entry / width))
    right.push(-value / width)
  }
  const factors = qr(Float64Array.from(rows.flat()), rows.length, n, { pivot: false })
  const step = solveUpper(factors.R, n, n, factors.project(Float64Array.from(right)))
  return Float64Array.from([...space.profiled, ...space.free], (k, column) => theta[k] + step[column])
}

describe("a streamed linear fit", () => {
  const fit = createFit({ potential: spline, configurations: data, objective: settings, solver: { ...solver, kind: "linear" }, seed: 5 })

  test("equals a dense QR of the stacked weighted matrix", async () => {
    const { result } = await solved(fit)
    const { space } = fit.objective
    const expected = denseSolution(fit, data)
    const found = Float64Array.from([...space.profiled, ...space.free], (k) => result.theta[k])
    const size = Math.max(...expected.map(Math.abs))
    found.forEach((value, k) => expect(Math.abs(value - expected[k])).toBeLessThan(1e-10 * size))
  })

  test("is the same whatever the threads, and where it is taken up again after any number of shards", async () => {
    const many = Array.from({ length: 12 }, (_, k) => data.map((one) => ({ ...one, group: `${one.group} ${k % 3}` }))).flat()
    const large = createFit({ potential: spline, configurations: many, objective: settings, solver, seed: 5 })
    const whole = await solved(large)
    expect(whole.statistics.pieces.length).toBeGreaterThan(12)
    const threads: Executor = { ...executor, threads: 4 }
    const store = memoryStore()
    expect(await assembleFit(large, threads, { store })).toEqual(whole.statistics)
    for (const shards of [0, 1, 2]) {
      const broken = memoryStore()
      const stopping: Executor = { ...executor, map: async (job, setup, tasks) => (left-- > 0 ? executor.map(job, setup, tasks) : fail()) }
      let left = shards
      await expect(assembleFit(large, stopping, { store: broken })).rejects.toThrow("killed")
      let made = 0
      const counting: Executor = { ...executor, map: async (job, setup, tasks) => (made++, executor.map(job, setup, tasks)) }
      expect(await assembleFit(large, counting, { store: broken })).toEqual(whole.statistics)
      expect(made).toBe(3 - shards)
    }
  })

  test("of data that come later equals one of all data at once", async () => {
    const joint = await solved(fit)
    const early = data.filter((_, k) => k % 3 !== 1)
    const late = data.filter((_, k) => k % 3 === 1)
    const first = await solved(createFit({ potential: spline, configurations: early, objective: settings, solver: fit.solver, seed: 5 }))
    const description = extendDescription(first.statistics.description, spline, late, settings)
    const more = fitOf(objectiveOf(spline, late, description, settings), fit.solver, 5)
    const options = { store: first.store, prefix: "late-", theta: first.statistics.theta, folds: first.statistics.folds }
    const both = joinStatistics(first.statistics, await assembleFit(more, executor, options))
    const found = await solveFit(more, both, first.store)
    const size = Math.max(...joint.result.theta.map(Math.abs))
    joint.result.theta.forEach((value, k) => expect(Math.abs(found.result.theta[k] - value)).toBeLessThan(1e-10 * size))
    expect(found.result.classes.map(({ count }) => count)).toEqual(joint.result.classes.map(({ count }) => count))
  })

  test("finds the errors on its data from the statistics alone", async () => {
    const { result, training } = await solved(fit)
    const baseline = { ...fit.objective.setup.baseline }
    const setup = createDataSetup(spline.spec, data, baseline)
    const measured = await measureErrors(setup, result.theta, executor)
    for (const group of ["dense", "loose"]) {
      for (const property of ["energy", "force", "stress"] as const) {
        expect(training.groups[group][property].rmse / measured.groups[group][property].rmse).toBeCloseTo(1, 9)
        expect(training.groups[group][property].count).toBe(measured.groups[group][property].count)
      }
    }
  })

  test("predicts held-out data as fits without them do", async () => {
    const { statistics, report } = await solved(fit)
    const folds = assignFolds(data, { count: 3, seed: 5, contiguous: false })
    let [square, count] = [0, 0]
    for (let fold = 0; fold < 3; fold++) {
      const rest = data.filter((_, k) => folds[k] !== fold)
      const held = data.filter((_, k) => folds[k] === fold)
      const partial = createFit({ potential: spline, configurations: rest, objective: settings, solver: fit.solver, seed: 5 })
      const { result } = await solved(partial)
      const setup = createDataSetup(spline.spec, held, partial.objective.setup.baseline)
      const { force } = (await measureErrors(setup, result.theta, executor)).all
      square += force.count * force.rmse ** 2
      count += force.count
    }
    expect(statistics.folds).toBe(3)
    expect(report.crossValidation!.all.force.rmse / Math.sqrt(square / count)).toBeCloseTo(1, 8)
  })

  test("estimates the noise of its data", async () => {
    const estimating: ObjectiveSettings = {
      ...settings,
      sigma: { ...settings.sigma, properties: { energy: "estimate", forces: "estimate", stress: "estimate" } },
    }
    const input = { potential: spline, configurations: data, objective: estimating, seed: 5 }
    const { report } = await solved(createFit({ ...input, solver: { ...solver, kind: "bayesian-linear", criterion: "evidence" } }))
    for (const { name, value, interval } of report.sigmas) {
      expect(interval![0]).toBeLessThan(value)
      expect(Math.abs(Math.log(value / noise[name as keyof typeof noise]))).toBeLessThan(0.3)
    }
  })

  test.each([
    ["ridge", "gcv"],
    ["ridge", "l-curve"],
    ["truncated", "gcv"],
    ["matching-pursuit", "bic"],
    ["lasso", "bic"],
  ] as const)("comes down to the noise with %s by %s", async (kind, criterion) => {
    const input = { potential: spline, configurations: data, objective: settings, seed: 5 }
    const { training, path } = await solved(createFit({ ...input, solver: { ...solver, kind, criterion } }))
    expect(training.all.force.rmse).toBeGreaterThan(500 * noise.forces)
    expect(training.all.force.rmse).toBeLessThan(1500 * noise.forces)
    expect(path.length).toBeGreaterThan(5)
    expect(() => createFit({ ...input, solver: { ...solver, kind, criterion: kind === "ridge" ? "bic" : "l-curve" } })).toThrow(
      /does not choose by/,
    )
  })

  test("refuses statistics that are damaged, missing or of another basis", async () => {
    const { statistics, store } = await solved(fit)
    const [piece] = statistics.pieces
    const bytes = (await store.read(piece.piece))!.slice()
    bytes[11] ^= 1
    await store.write(piece.piece, bytes)
    await expect(solveFit(fit, statistics, store)).rejects.toThrow(/damaged/)
    await store.remove(piece.piece)
    await expect(solveFit(fit, statistics, store)).rejects.toThrow(/missing/)
    expect(() => checkSameBasis(spline.spec, splineTo(6))).toThrow(/another basis: this was 6.2 and is 6/)
    expect(() => checkSameBasis(spline.spec, createPotential(spline.spec))).not.toThrow()
  })
})

function fail(): never {
  throw new Error("killed")
}
