import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { SpecFailure } from "../../failure/failure.ts"
import { createEam } from "../../potentials/eam/spec/create.ts"
import { eamSchema } from "../../potentials/eam/spec/schema.ts"
import { resolveEam } from "../../potentials/eam/resolve/resolve.ts"
import type { EamPotential } from "../../potentials/eam/eam.ts"
import { hasFunctions } from "../../potentials/functions/potential-function.ts"
import { parameterValues } from "../../potentials/parameters.ts"
import { parseSpec } from "../../potentials/spec/parse-spec.ts"
import { minimiseLeastSquares } from "../../solve/least-squares/levenberg-marquardt.ts"
import { residualProblem } from "../../testing/solver/residual-problem.ts"
import { lennardJones } from "../fixtures/lennard-jones.ts"
import { createParameterSpace, freeVector, fullVector } from "../parameter-space.ts"
import { brokenRules } from "./broken-rules.ts"
import { createPenalties } from "./create-penalties.ts"
import { linearBeside, penaltyDesign, penaltyResiduals } from "./design.ts"
import { type FunctionRule, functionPenalty, sampleQuantity } from "./function-penalty.ts"
import { hinge, hingeSlope, type Penalty } from "./penalty.ts"
import { penaltySchema } from "./schema.ts"

function copper(embedding: object = { "*": { spline: { knots: 7, end: 2 } } }): EamPotential {
  const spec = { kind: "eam", elements: ["Cu"], density: { "*": { spline: { knots: 8 } } }, embedding }
  const statistics = {
    elements: [29],
    minimumDistance: { "Cu-Cu": 2.12 },
    nearestNeighbour: { "Cu-Cu": 2.45 },
    volumePerAtom: 11.6,
    energySpread: 0.4,
  }
  return createEam(resolveEam(parseSpec(eamSchema, spec), statistics))
}

const shortest = { "Cu-Cu": 2.12 }
const every = penaltySchema.parse({ repulsion: { force: "2 eV/Å" }, decreasingDensity: {}, convexEmbedding: {} })

/** θ with every function wrinkled, so that all rules are broken somewhere. */
function wrinkled(potential: EamPotential): Float64Array {
  return parameterValues(potential.parameters).map((value, k) => value + 0.3 * Math.sin(2.7 * k) * (Math.abs(value) + 0.5))
}

const squares = (values: Float64Array): number => values.reduce((sum, value) => sum + value * value, 0)

describe("penalties", () => {
  it("have the derivatives of their residuals, for every rule", () => {
    const potential = copper()
    const theta = wrinkled(potential)
    const penalties = createPenalties(potential, every, () => shortest)
    expect(penalties.map(({ name }) => name)).toEqual(["repulsion of pair.Cu-Cu", "decrease of density.Cu", "convexity of embedding.Cu"])
    for (const penalty of penalties) {
      const { rows, parameters } = penalty
      const residuals = penalty.residuals(theta)
      expect(residuals.length).toBe(rows)
      expect(squares(residuals), penalty.name).toBeGreaterThan(0)
      const J = penalty.jacobian(theta)
      const largest = J.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
      parameters.forEach((k, j) => {
        const h = 1e-6 * (Math.abs(theta[k]) + 0.1)
        const up = penalty.residuals(theta.with(k, theta[k] + h))
        const down = penalty.residuals(theta.with(k, theta[k] - h))
        for (let i = 0; i < rows; i++) {
          // h′ bends at 0 and at 1, where a central difference sees half of it.
          expect(Math.abs(J[i * parameters.length + j] - (up[i] - down[i]) / (2 * h))).toBeLessThan(1e-4 * largest)
        }
      })
    }
  })

  it("are silent where the rule is kept", () => {
    const potential = lennardJones("epsilon-sigma", [0.0103, 3.4])
    const theta = parameterValues(potential.parameters)
    const settings = penaltySchema.parse({ repulsion: { from: 2.2, to: 3.3, force: 0.05 } })
    const [penalty] = createPenalties(potential, settings, () => ({}))
    expect(squares(penalty.residuals(theta))).toBe(0)
    expect(squares(penalty.jacobian(theta))).toBe(0)
    // Beyond the minimum at 2^(1/6) σ = 3.82 Å atoms attract each other.
    const [far] = createPenalties(potential, penaltySchema.parse({ repulsion: { from: 3.9, to: 4.5, force: 0 } }), () => ({}))
    expect(far.residuals(theta).every((value) => value > 0)).toBe(true)
  })

  it("say where they are at work", () => {
    const potential = lennardJones("epsilon-sigma", [0.0103, 3.4])
    // Atoms drive each other apart up to 2^(1/6) σ.
    const settings = penaltySchema.parse({ repulsion: { from: 3.6, to: 4.2, force: 0, points: 40 } })
    const penalties = createPenalties(potential, settings, () => ({}))
    const expected = Array.from({ length: 40 }, (_, i) => 3.6 + (i + 0.5) * 0.015).filter((r) => r > 2 ** (1 / 6) * 3.4).length
    const [sentence] = brokenRules(penalties, parameterValues(potential.parameters))
    expect(sentence).toMatch(
      new RegExp(`^repulsion of pair.Ar-Ar is broken in ${expected} of 40 cells of its range, which adds [0-9.]+ to the cost$`),
    )
    expect(brokenRules(penalties, Float64Array.of(0.0103, 4.2))).toEqual([])
  })

  it("weigh the same however many cells there are", () => {
    const potential = copper()
    const theta = wrinkled(potential)
    const sums = [200, 2000].map((points) => {
      const rules = { ...every.decreasingDensity!, points, sigma: 0.02 }
      return createPenalties(potential, { decreasingDensity: rules }, () => shortest).map((one) => squares(one.residuals(theta)))[0]
    })
    expect(sums[1] / sums[0]).toBeCloseTo(1, 2)
  })

  it("see mean curvatures, which are those of Lennard-Jones to second order in the width of a cell", () => {
    const [epsilon, sigma] = [0.0103, 3.4]
    const potential = lennardJones("epsilon-sigma", [epsilon, sigma])
    if (!hasFunctions(potential)) throw new Error("no functions")
    const [shown] = potential.functions
    const rule: FunctionRule = {
      name: "x",
      quantity: "curvature",
      side: "above",
      limit: 0,
      from: 3.2,
      to: 4,
      points: 80,
      sigma: 1,
      weight: 1,
    }
    const q = sampleQuantity(shown, rule, parameterValues(potential.parameters))
    q.forEach((value, i) => {
      const r = 3.2 + (i + 0.5) * 0.01
      const exact = (4 * epsilon * (156 * (sigma / r) ** 12 - 42 * (sigma / r) ** 6)) / r ** 2
      expect(Math.abs(value - exact)).toBeLessThan(1e-3 * Math.abs(exact) + 1e-5)
    })
    const values = sampleQuantity(shown, { ...rule, quantity: "value" }, parameterValues(potential.parameters))
    expect(values[10]).toBeCloseTo(4 * epsilon * ((sigma / 3.305) ** 12 - (sigma / 3.305) ** 6), 12)
    expect(functionPenalty(shown, rule).rows).toBe(80)
  })

  it("straighten functions that data leave free", async () => {
    const potential = copper()
    const start = wrinkled(potential)
    const penalties = createPenalties(potential, every, () => shortest)
    const n = start.length
    // A weak pull to the wrinkles, as data without say would have.
    const pull = 0.05
    const space = createParameterSpace(potential.parameters.map((one) => ({ ...one, fixed: false })))
    const problem = residualProblem({
      names: potential.parameters.map(({ key }) => key),
      residuals: (x) => Float64Array.of(...x.map((value, k) => pull * (value - start[k])), ...penaltyResiduals(penalties, x)),
      jacobian: (x) => {
        const design = penaltyDesign(penalties, space, x)
        const unit = Array.from({ length: n * n }, (_, at) => (at % (n + 1) === 0 ? pull : 0))
        return Float64Array.of(...unit, ...design.filter((_, at) => at % (n + 1) !== n))
      },
    })
    const { value, status } = await minimiseLeastSquares(problem, start)
    expect(status.outcome, status.sentence).toBe("converged")
    expect(squares(penaltyResiduals(penalties, value))).toBeLessThan(1e-3 * squares(penaltyResiduals(penalties, start)))
    const density = potential.functions.find(({ role }) => role === "density")!
    const rule: FunctionRule = {
      name: "x",
      quantity: "slope",
      side: "below",
      limit: 0,
      from: 1.1,
      to: density.radial.end,
      points: 40,
      sigma: 1,
      weight: 1,
    }
    const most = (theta: Float64Array): number => Math.max(...sampleQuantity(density, rule, theta))
    expect(most(start)).toBeGreaterThan(0.1)
    expect(most(value)).toBeLessThan(0.02 * most(start))
  })

  it("follow ties, fixed values and logarithms into the columns of a fit", () => {
    const potential = lennardJones("epsilon-sigma", [0.02, 3.7], true)
    const layout = potential.parameters.map((one, k) =>
      k === 1 ? one : { ...one, tie: { key: potential.parameters[1].key, factor: 0.006 } },
    )
    const space = createParameterSpace(layout)
    const penalties: Penalty[] = createPenalties(
      potential,
      penaltySchema.parse({ repulsion: { from: 3.8, to: 4.8, force: 0.1 } }),
      () => ({}),
    )
    const x = freeVector(space, parameterValues(layout))
    expect(x.length).toBe(1)
    const design = penaltyDesign(penalties, space, fullVector(space, x))
    const h = 1e-6
    const [up, down] = [h, -h].map((step) =>
      penaltyResiduals(
        penalties,
        fullVector(
          space,
          x.map((value) => value + step),
        ),
      ),
    )
    const largest = Math.max(...design.filter((_, at) => at % 2 === 0).map(Math.abs))
    for (let i = 0; i < up.length; i++) {
      expect(Math.abs(design[2 * i] - (up[i] - down[i]) / (2 * h))).toBeLessThan(1e-4 * largest)
      expect(design[2 * i + 1]).toBe(penaltyResiduals(penalties, fullVector(space, x))[i])
    }
  })

  it("take what they depend on out of the linear parameters", () => {
    const potential = copper()
    const space = createParameterSpace(potential.parameters)
    expect(space.linear.some(Boolean)).toBe(true)
    const beside = linearBeside(
      createPenalties(potential, penaltySchema.parse({ repulsion: {} }), () => shortest),
      space,
    )
    space.names.forEach((name, i) => expect(beside[i]).toBe(name.startsWith("pair.") ? false : space.linear[i]))
    expect(beside.some((linear, i) => linear !== space.linear[i])).toBe(true)
  })

  it("are refused for functions that are not there, and without a range", () => {
    const pair = lennardJones("AB", [1e5, 60])
    const attempt =
      (potential: Parameters<typeof createPenalties>[0], given: object, near = {}): (() => unknown) =>
      () =>
        createPenalties(potential, penaltySchema.parse(given), () => near)
    expect(attempt(pair, { decreasingDensity: {} })).toThrow(SpecFailure)
    expect(attempt(pair, { decreasingDensity: {} })).toThrow(/no density function/)
    expect(attempt(pair, { repulsion: {} })).toThrow(/no range/)
    expect(attempt(copper({ "*": { form: "finnis-sinclair" } }), { convexEmbedding: {} }, shortest)).toThrow(/embedding.Cu has no range/)
    expect(() => penaltySchema.parse({ repulsions: {} })).toThrow(/repulsions/)
  })
})

describe("hinge", () => {
  it("has hingeSlope as its derivative, everywhere, and never falls", () => {
    fc.assert(
      fc.property(fc.double({ min: -3, max: 4, noNaN: true }), (u) => {
        const h = 1e-6
        expect(hingeSlope(u)).toBeCloseTo((hinge(u + h) - hinge(u - h)) / (2 * h), 5)
        expect(hinge(u + 0.1)).toBeGreaterThanOrEqual(hinge(u))
      }),
    )
  })
})
