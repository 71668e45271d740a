import { describe, expect, test } from "vitest"
import { Failure } from "../../failure/failure.ts"
import { type Posterior, posteriorInformation, posteriorNames } from "../../inference/posterior/posterior.ts"
import { inlineExecutor } from "../../kernels/jobs.ts"
import { mergeTriangles } from "../../linalg/triangle/combine-rows.ts"
import { gradientOf, residualSquared } from "../../linalg/triangle/measures.ts"
import { scaleTriangle, type Triangle } from "../../linalg/triangle/triangle.ts"
import { label, normal, random, rattledCrystal } from "../../objective/fixtures/data.ts"
import { lennardJones } from "../../objective/fixtures/lennard-jones.ts"
import { plainSettings } from "../../objective/fixtures/settings.ts"
import type { ObjectiveSettings } from "../../objective/objective.ts"
import { memoryStore } from "../../objective/streaming/statistics-store.ts"
import { createPotential } from "../../potentials/registry.ts"
import { createFit, type Fit, startFit, stepFit } from "../fit.ts"
import { assembleFit, solveFit } from "../linear/fit-linear.ts"
import { concludeFit, type FitResult } from "../result.ts"
import { solverSchema } from "../schema.ts"
import { iteratedPosterior } from "./iterated-posterior.ts"
import { classesOfStatistics, classTriangle, loadPosterior, savePosterior, storeClasses, type SavedPosterior } from "./saved-posterior.ts"

const executor = inlineExecutor()
const uniform = random(17)
const gauss = normal(uniform)
const noise = { energy: 0.0011, forces: 0.019, stress: 0.0002 }
const argon = lennardJones("epsilon-sigma", [0.0131, 3.27], true)
const crystals = Array.from({ length: 12 }, (_, k) => rattledCrystal(uniform, 18, 3.5 + 0.04 * k, 2 + (k % 2)))
const data = [
  ...label(argon, [0.0104, 3.41], crystals.slice(0, 7), { noise, gauss, group: "dense", shift: -1.7 }),
  ...label(argon, [0.0104, 3.41], crystals.slice(7), { noise, gauss, group: "loose", shift: -1.7 }),
]
const settings: ObjectiveSettings = { ...plainSettings, baseline: { ...plainSettings.baseline, references: "profile" } }

interface Known extends SavedPosterior {
  readonly store: ReturnType<typeof memoryStore>
  readonly result: FitResult
  readonly cost: number
}

async function iterated(fit: Fit): Promise<Known> {
  let state = await startFit(fit, executor)
  while (state.stage !== "finished") state = await stepFit(fit, state, executor)
  const result = await concludeFit(fit, state, executor)
  const { posterior, triangles } = await iteratedPosterior(fit, state, executor, result)
  const store = memoryStore()
  return { posterior, classes: await storeClasses(store, triangles), store, result, cost: state.cost }
}

async function solved(fit: Fit): Promise<Known> {
  const store = memoryStore()
  const statistics = await assembleFit(fit, executor, { store })
  const { posterior, result, state } = await solveFit(fit, statistics, store)
  return { posterior, classes: classesOfStatistics(posterior, statistics), store, result, cost: state.cost }
}

const knots = Array.from({ length: 55 }, (_, k) => 2.9 + (3.3 * k) / 54)
const spline = createPotential({ kind: "pair", elements: ["Ar"], cutoff: 6.2, pairs: { "Ar-Ar": { spline: { knots } } } })

const ways: readonly (readonly [string, () => Promise<Known>])[] = [
  [
    "an iterated fit",
    () =>
      iterated(
        createFit({
          ...{ potential: argon, configurations: data, solver: solverSchema.parse({}), seed: 3 },
          objective: { ...settings, priors: { "pair.Ar-Ar.epsilon": { mean: 0.0131, sigma: 0.002 } } },
        }),
      ),
  ],
  [
    "a solved fit",
    () =>
      solved(
        createFit({
          ...{ potential: spline, configurations: data, solver: solverSchema.parse({ folds: 3 }), seed: 3 },
          objective: { ...settings, smoothness: { pair: 1e-4 } },
        }),
      ),
  ],
]

/** `[J | r]ᵀ [J | r]`, row-major: what a triangle stands for, whatever the signs of its rows. */
function squares({ n, data: values }: Triangle): Float64Array {
  const width = n + 1
  return Float64Array.from({ length: width * width }, (_, at) => {
    const [i, j] = [Math.floor(at / width), at % width]
    let sum = 0
    for (let k = 0; k < values.length / width; k++) sum += values[k * width + i] * values[k * width + j]
    return sum
  })
}

function expectSame(a: Triangle, b: Triangle): void {
  const [one, other] = [squares(a), squares(b)]
  const width = a.n + 1
  one.forEach((value, at) => {
    const [i, j] = [Math.floor(at / width), at % width]
    const size = Math.sqrt(one[i * (width + 1)] * one[j * (width + 1)])
    expect(Math.abs(value - other[at])).toBeLessThanOrEqual(1e-9 * size)
  })
}

describe.each(ways)("the posterior of %s", (_, make) => {
  const known = make()

  test("is its data, times their factors, with targets and priors", async () => {
    const { posterior, store } = await known
    let total = mergeTriangles(posterior.priors, posterior.targets)
    for (const own of posterior.classes) {
      const triangle = scaleTriangle(await classTriangle(await known, store, own), own.factor)
      expect(triangle.rows).toBe(own.count)
      total = mergeTriangles(total, triangle)
    }
    expectSame(total, posterior.joint)
    expectSame(
      mergeTriangles(posterior.priors, posterior.targets, ...posterior.properties.map(({ triangle }) => triangle)),
      posterior.joint,
    )
    expect(posterior.properties.map(({ property }) => property)).toEqual(["energy", "forces", "stress"])
    expect(posterior.joint.rows).toBe(posterior.classes.reduce((sum, { count }) => sum + count, 0))
    expect(residualSquared(posterior.priors)).toBeGreaterThan(0)
  })

  test("is taken at the minimum of the cost", async () => {
    const { posterior, cost, result } = await known
    expect(residualSquared(posterior.joint) / 2).toBeCloseTo(cost, 6)
    const slopes = gradientOf(posterior.joint)
    const sizes = squares(posterior.joint)
    slopes.forEach((slope, k) => {
      expect(Math.abs(slope)).toBeLessThan(1e-5 * Math.sqrt(sizes[k * (slopes.length + 2)] * 2 * cost))
    })
    expect(posterior.setup.theta).toEqual(result.theta)
    expect(posterior.profiled).toBe(1)
  })

  test("leaves the information of the free parameters when profiled ones are eliminated", async () => {
    const { posterior, result } = await known
    expectSame(posteriorInformation(posterior), result.information)
    expect(posteriorInformation(posterior).rows).toBe(result.information.rows)
    expect(posteriorNames(posterior)).toEqual(result.names)
  })

  test("comes back from a store to the same bits, and says when it is damaged", async () => {
    const { posterior, classes, store } = await known
    expect(await loadPosterior(memoryStore())).toBeUndefined()
    await savePosterior(store, { posterior, classes })
    const back = (await loadPosterior(store))!
    expect(numbersOf(back.posterior)).toEqual(numbersOf(posterior))
    expect(back.classes).toEqual(classes)
    const bytes = Uint8Array.from((await store.read("posterior.bin"))!)
    bytes[11] ^= 1
    await store.write("posterior.bin", bytes)
    await expect(loadPosterior(store)).rejects.toThrow(Failure)
    await store.remove("posterior.bin")
    await expect(loadPosterior(store)).rejects.toThrow("posterior.bin is missing")
    await store.write("posterior.json", new TextEncoder().encode("{}"))
    await expect(loadPosterior(store)).rejects.toThrow("does not describe")
  })
})

/** Everything in plain arrays, so that what is kept in kernel memory compares with what is not. */
function numbersOf({ setup, joint, targets, priors, properties, x, ...rest }: Posterior): unknown {
  const plain = (triangle: Triangle): unknown => ({ ...triangle, data: Array.from(triangle.data) })
  const { columns, theta, scales } = setup
  return {
    ...rest,
    setup: { ...setup, columns: [...columns], theta: [...theta], scales: [...scales] },
    x: Array.from(x),
    triangles: [joint, targets, priors, ...properties.map(({ triangle }) => triangle)].map(plain),
  }
}
