import { describe, expect, it } from "vitest"
import { qr } from "../../linalg/factorisations/qr.ts"
import { solveUpper } from "../../linalg/triangle/solve-triangular.ts"
import { learningCurve } from "./cross-validation/learning-curve.ts"
import { paretoFront, trainingError } from "./cross-validation/pareto-front.ts"
import { curvaturePenalty, ridgePenalty, syntheticSystem } from "./fixtures/synthetic-system.ts"
import { createResolver } from "./resolver.ts"
import { solveLinear } from "./solve-linear.ts"
import { stackSystem } from "./stack-system.ts"
import type { LinearSystem } from "./system.ts"

const n = 16
const truth = Float64Array.from({ length: n }, (_, k) => Math.cos(k / 3))
const classes = [
  { name: "energy/A", rows: 23, sigma: 0.02, size: 0.4, factor: 1.7 },
  { name: "energy/B", rows: 9, sigma: 0.05, size: 0.4 },
  { name: "force/A", rows: 60, sigma: 0.3, size: 2 },
]
const penalties = [
  curvaturePenalty("smooth", 0, 13, { origin: "given", start: 0.5 }),
  ridgePenalty("ridge", [0, 5, 13], { origin: "given", start: 2 }, 0.1),
]
const { system, rows } = syntheticSystem(51, truth, classes, { folds: 4, penalties })
const sigmas = Float64Array.of(0.03, 0.04, 0.2)
const alphas = Float64Array.of(0.5, 2)

/** The solution by a QR factorisation of all weighted rows and penalty rows, stacked. */
function direct(own: LinearSystem): Float64Array {
  const dense: number[][] = []
  rows.forEach(({ rows: count, data }, c) => {
    for (let i = 0; i < count; i++) {
      dense.push(Array.from(data.subarray(i * (n + 1), (i + 1) * (n + 1)), (value) => (value * own.components[c].factor) / sigmas[c]))
    }
  })
  own.penalties.forEach(({ rows: list }, q) => {
    for (const { columns, coefficients, offset } of list) {
      const row = Array.from({ length: n + 1 }, () => 0)
      columns.forEach((k, at) => (row[k] += Math.sqrt(alphas[q]) * coefficients[at]))
      row[n] = Math.sqrt(alphas[q]) * offset
      dense.push(row)
    }
  })
  const m = dense.length
  const factors = qr(Float64Array.from(dense.flatMap((row) => row.slice(0, n))), m, n, { pivot: false })
  return solveUpper(factors.R, n, n, factors.project(Float64Array.from(dense, (row) => -row[n])))
}

describe("stackSystem", () => {
  it("has the solution of a dense QR factorisation of all weighted rows", () => {
    const expected = direct(system)
    const stacked = stackSystem(system, sigmas, alphas)
    solveLinear(stacked).value.forEach((value, k) => expect(Math.abs(value - expected[k])).toBeLessThan(1e-10))
    expect(stacked.rows).toBe(92)
  })
})

describe("createResolver", () => {
  it("solves for any weights, as a QR factorisation does", () => {
    const { solve } = createResolver(system)
    const { x, errors } = solve([1.7 / 0.03, 1 / 0.04, 1 / 0.2], alphas)
    const expected = direct(system)
    x.forEach((value, k) => expect(Math.abs(value - expected[k])).toBeLessThan(1e-10))
    expect(errors[2]).toBeCloseTo(trainingError(system, "force", x), 12)
    const without = { ...system, components: system.components.filter((_, c) => c !== 1) }
    const other = solveLinear(stackSystem(without, sigmas, alphas)).value
    solve([1.7 / 0.03, 0, 1 / 0.2], alphas).x.forEach((value, k) => expect(value).toBeCloseTo(other[k], 9))
    expect(() => solve([0, 1, 0], [0, 0])).toThrow(/add a penalty/)
  })
})

describe("paretoFront", () => {
  it("trades energies for forces: the weights that ask for one give it", () => {
    const points = paretoFront(system, sigmas, alphas, truth)
    expect(points.length).toBe(19)
    points.slice(1).forEach(({ training }, i) => {
      // Errors weighted as the solution weighs them.
      expect(training["force"]).toBeGreaterThanOrEqual(points[i].training["force"] * (1 - 1e-9))
    })
    const [middle] = points.filter(({ ratio }) => Math.abs(ratio - 1) < 1e-9)
    const expected = direct(system)
    middle.x.forEach((value, k) => expect(value).toBeCloseTo(expected[k], 9))
    expect(middle.heldOut!["energy"]).toBeGreaterThan(middle.training["energy"])
    expect(() => paretoFront(system, sigmas, alphas, truth, { properties: ["energy", "stress"] })).toThrow(/no property stress/)
  })
})

describe("learningCurve", () => {
  it("trains on one fold after the other", () => {
    const points = learningCurve(system, sigmas, alphas, truth)
    expect(points.map(({ folds }) => folds)).toEqual([1, 2, 3])
    expect(points[2].rows).toBeCloseTo((92 * 3) / 4, 12)
    // The last point is cross-validation.
    const [middle] = paretoFront(system, sigmas, alphas, truth, { ratios: [1] })
    for (const property of ["energy", "force"]) expect(points[2].heldOut[property] / middle.heldOut![property]).toBeCloseTo(1, 10)
    expect(points[0].heldOut["force"]).toBeGreaterThan(points[2].heldOut["force"])
  })
})
