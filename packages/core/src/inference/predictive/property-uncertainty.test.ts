import { describe, expect, test } from "vitest"
import { inlineExecutor } from "../../kernels/jobs.ts"
import { label, normal, random, rattledCrystal } from "../../objective/fixtures/data.ts"
import { lennardJones } from "../../objective/fixtures/lennard-jones.ts"
import type { Potential } from "../../potentials/potential.ts"
import { createPotential } from "../../potentials/registry.ts"
import { bulkModulus } from "../../properties/bulk/elastic.ts"
import { latticeParameter } from "../../properties/bulk/lattice.ts"
import { crystalOf } from "../../properties/crystal/crystal-of.ts"
import { pointAt } from "../../properties/point.ts"
import { drawFromBox, type PointwiseBox } from "../pops/pointwise-box.ts"
import { parametersAt } from "./ensemble.ts"
import { fittedPosterior } from "./fixtures/fitted-posterior.ts"
import { propertyUncertainty } from "./property-uncertainty.ts"
import { createRowBasis } from "./row-basis.ts"
import { createUncertainty } from "./uncertainty-model.ts"

const executor = inlineExecutor()
const fcc = crystalOf({ prototype: "fcc", elements: ["Ar"], a: 5.3 })
const observables = [latticeParameter(fcc, "a"), bulkModulus(fcc)]
const noise = { energy: 0.0011, forces: 0.019, stress: 0.0004 }

const measure = (potential: Potential, theta: Float64Array): number[] =>
  observables.map((observable) => observable.read(pointAt(potential, theta)).value)

function deviationOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1))
}

function crystals(uniform: () => number, count: number): ReturnType<typeof rattledCrystal>[] {
  return Array.from({ length: count }, (_, k) => rattledCrystal(uniform, 18, 3.5 + 0.2 * uniform(), 2 + (k % 2), 0.15))
}

test("error bars of properties are the spread of refits to data of new noise", async () => {
  // σ is moved through its logarithm: its column is not θ itself.
  const [potential, truth] = [lennardJones("epsilon-sigma", [0.012, 3.3], true), [0.0104, 3.4]]
  const uniform = random(12)
  const gauss = normal(uniform)
  const structures = crystals(uniform, 8)
  const posterior = await fittedPosterior(potential, label(potential, truth, structures, { noise, gauss, group: "crystal" }), noise)
  const basis = createRowBasis(posterior)
  const { theta } = posterior.setup
  const stated = observables.map((observable) => propertyUncertainty(basis, observable.derivative(pointAt(potential, theta))))
  const repeats = 50
  const found: number[][] = []
  for (let repeat = 0; repeat < repeats; repeat++) {
    const again = label(potential, Array.from(theta), structures, { noise, gauss, group: "crystal" })
    found.push(measure(potential, (await fittedPosterior(potential, again, noise)).setup.theta))
  }
  stated.forEach(({ posterior: own, misspecified }, t) => {
    expect(misspecified).toBeUndefined()
    // A deviation of so many values is known to 1/√(2 × repeats).
    expect(Math.abs(deviationOf(found.map((values) => values[t])) / own - 1)).toBeLessThan(3 / Math.sqrt(2 * repeats))
  })
})

describe("of a form that cannot be right", async () => {
  const truth = [0.0163, 1.31, 3.71]
  const morse = createPotential({
    ...{ kind: "pair", elements: ["Ar"], cutoff: 6.2, switch: "none" },
    pairs: { "Ar-Ar": { form: "morse", parameters: { D: truth[0], alpha: truth[1], r0: truth[2] } } },
  })
  const potential = lennardJones("AB", [9000, 31])
  const data = label(morse, truth, crystals(random(7), 60), { group: "crystal" })
  const estimated = { energy: "estimate", forces: "estimate", stress: "estimate" } as const
  const posterior = await fittedPosterior(potential, data, estimated)
  const model = await createUncertainty(posterior, data, executor, { seed: 4, folds: 5, members: 10 })
  const basis = createRowBasis(posterior)
  const { theta } = posterior.setup
  const gradients = observables.map((observable) => observable.derivative(pointAt(potential, theta)))
  const fitted = measure(potential, theta)

  test("the posterior excludes the truth, and pointwise optimal parameters do not", () => {
    measure(morse, Float64Array.from(truth)).forEach((value, t) => {
      const { posterior: own, misspecified } = propertyUncertainty(basis, gradients[t], model)
      const { shift, deviation, reach } = misspecified!
      expect(Math.abs(fitted[t] - value)).toBeGreaterThan(3 * own)
      expect(Math.abs(fitted[t] + shift - value)).toBeLessThan(reach)
      expect(deviation).toBeGreaterThan(own)
    })
  })

  test("the spread is that over the widest of the boxes, of properties measured anew", () => {
    const count = 80
    // Small enough for the properties to be straight in the parameters.
    const small = (box: PointwiseBox | null): PointwiseBox | null =>
      box && { ...box, centre: box.centre.map((value) => value / 20), edges: box.edges.map((value) => value / 20) }
    const { energy, forces, stress } = model.boxes
    const shrunk = { energy: small(energy), forces: small(forces), stress: small(stress) }
    const boxes = Object.values(shrunk).filter((box) => box !== null)
    const spreads = boxes.map((box) => {
      const members = drawFromBox(box, count, 3)
      const values = Array.from({ length: count }, (_, m) =>
        measure(
          potential,
          parametersAt(
            basis,
            Float64Array.from({ length: basis.rank }, (__, k) => members[k * count + m]),
          ),
        ),
      )
      return observables.map((_, t) => {
        const own = values.map((value) => value[t])
        return { deviation: deviationOf(own), shift: own.reduce((sum, value) => sum + value, 0) / count - fitted[t] }
      })
    })
    gradients.forEach((gradient, t) => {
      const { posterior: own, misspecified } = propertyUncertainty(basis, gradient, { boxes: shrunk })
      const widest = spreads.map((spread) => spread[t]).reduce((most, spread) => (spread.deviation > most.deviation ? spread : most))
      expect(Math.abs(misspecified!.deviation / Math.hypot(own, widest.deviation) - 1)).toBeLessThan(3 / Math.sqrt(2 * count))
      expect(Math.abs(misspecified!.shift - widest.shift)).toBeLessThan(0.3 * widest.deviation)
    })
  })

  test("a number that hangs on what no datum sees has no error bar", () => {
    const open = { ...basis, setup: { ...basis.setup, columns: Int32Array.of(0, 2), width: 3 } }
    const blind = {
      ...open,
      rank: 2,
      factor: Float64Array.of(1, 0, 0, 1, 0, 0),
      unseen: Float64Array.of(0, 0, 1),
      units: Float64Array.of(1, 1, 1),
    }
    expect(propertyUncertainty(blind, Float64Array.of(0.3, 0)).posterior).toBeCloseTo(0.3, 12)
    expect(propertyUncertainty(blind, Float64Array.of(0.3, 0.1), model).posterior).toBe(Infinity)
    expect(propertyUncertainty(blind, Float64Array.of(0.3, 0.1), model).misspecified!.reach).toBe(Infinity)
  })
})
