import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import type { Structure } from "../../atoms/structure.ts"
import { buildGraph } from "../../graph/build-graph.ts"
import { releaseGraph } from "../../graph/release-graph.ts"
import { gaugesOf } from "../gauge.ts"
import { parameterValues } from "../parameters.ts"
import type { Potential } from "../potential.ts"
import { referenceOf } from "./fixtures/reference.ts"

const { made, names, structure } = referenceOf(readFileSync(new URL("fixtures/reference.json", import.meta.url), "utf8"))

const largest = (values: readonly number[]): number => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)

describe("modified embedded atoms", () => {
  it.for(names)("have exact derivatives by every parameter: %s", (name) => checkColumns(made(name), structure))

  it("have exact derivatives where not all elements are there", () => {
    checkColumns(made("l12-plain"), { ...structure, numbers: structure.numbers.map(() => 22) })
  })
})

describe("the scale of all densities", () => {
  const scaled = (potential: Potential, factor: number): Float64Array =>
    answer(
      potential,
      Float64Array.from(potential.parameters, ({ key, value }) => (key.endsWith(".rho0") ? factor * value : value)),
      structure,
    )

  it.for(names)("is a gauge but where a C11b crystal is the reference: %s", (name) => {
    const potential = made(name)
    const [before, after] = [scaled(potential, 1), scaled(potential, 1.7)]
    const change = largest([...before.map((value, k) => value - after[k])])
    const [gauge] = gaugesOf(potential)
    expect(gauge?.name).toBe(name.startsWith("c11") ? undefined : "density scale")
    if (!gauge) return expect(change).toBeGreaterThan(1e-3)
    expect(change).toBeLessThan(1e-11 * largest([...before]))
    const { change: moved } = gauge.equations(parameterValues(potential.parameters))
    expect(potential.parameters.flatMap(({ key }, k) => (moved[k] === 0 ? [] : [key]))).toEqual(["meam.Al.rho0", "meam.Ti.rho0"])
  })
})

/** Compares all derivatives by parameters with differences. */
function checkColumns(potential: Potential, structure: Structure): void {
  const theta = parameterValues(potential.parameters).map((value, k) => value * (1 + 0.01 * Math.sin(k)))
  const found = jacobianOf(potential, theta, structure)
  potential.parameters.forEach(({ key }, k) => {
    const step = 1e-5 * Math.max(0.1, Math.abs(theta[k]))
    const [forward, back] = [1, -1].map((side) => answer(potential, theta.with(k, theta[k] + side * step), structure))
    const expected = forward.map((value, row) => (value - back[row]) / (2 * step))
    const scale = largest([...expected])
    // What has no influence is known to the rounding of the energy.
    const floor = (1e-14 * largest([...forward])) / step
    expected.forEach((value, row) => {
      expect(Math.abs(found[row * theta.length + k] - value), `${key}, row ${row}`).toBeLessThan(1e-6 * scale + 10 * floor)
    })
  })
}

/** Energy, forces and virial, one after the other. */
function answer(potential: Potential, theta: Float64Array, structure: Structure): Float64Array {
  const graph = buildGraph([structure], potential.elements, potential.cutoff)
  const count = structure.numbers.length
  const out = { energies: new Float64Array(count), forces: new Float64Array(3 * count), virials: new Float64Array(6) }
  potential.evaluate(graph, theta, out)
  releaseGraph(graph)
  return Float64Array.of(
    out.energies.reduce((sum, energy) => sum + energy, 0),
    ...out.forces,
    ...out.virials,
  )
}

/** The derivatives of `answer`, a row each. */
function jacobianOf(potential: Potential, theta: Float64Array, structure: Structure): Float64Array {
  const graph = buildGraph([structure], potential.elements, potential.cutoff)
  const stride = theta.length
  const [energy, forces] = [new Float64Array(stride), new Float64Array(3 * structure.numbers.length * stride)]
  const virial = new Float64Array(6 * stride)
  potential.jacobian(graph, 0, theta, { energy, forces, virial, stride, column: 0 })
  releaseGraph(graph)
  return Float64Array.of(...energy, ...forces, ...virial)
}
