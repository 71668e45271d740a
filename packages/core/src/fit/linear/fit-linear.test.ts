import { describe, expect, test } from "vitest"
import type { Configuration } from "../../atoms/structure.ts"
import { buildGraph } from "../../graph/build-graph.ts"
import { inlineExecutor } from "../../kernels/jobs.ts"
import { kernels } from "../../kernels/kernels.ts"
import { qr } from "../../linalg/factorisations/qr.ts"
import { solveUpper } from "../../linalg/triangle/solve-triangular.ts"
import { label, normal, random, rattledCrystal } from "../../objective/fixtures/data.ts"
import { lennardJones } from "../../objective/fixtures/lennard-jones.ts"
import { plainSettings } from "../../objective/fixtures/settings.ts"
import type { ObjectiveSettings } from "../../objective/objective.ts"
import { memoryStore } from "../../objective/streaming/statistics-store.ts"
import { createPotential } from "../../potentials/registry.ts"
import { createFit, type Fit } from "../fit.ts"
import { solverSchema } from "../schema.ts"
import { assembleFit, solveFit } from "./fit-linear.ts"

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

const spline = createPotential({
  kind: "pair",
  elements: ["Ar"],
  cutoff: 6.2,
  pairs: { "Ar-Ar": { spline: { knots: Array.from({ length: 60 }, (_, k) => 2.7 + (3.5 * k) / 59) } } },
})
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
})
