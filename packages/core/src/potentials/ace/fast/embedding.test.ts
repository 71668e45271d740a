import { expect, it } from "vitest"
import type { Structure } from "../../../atoms/structure.ts"
import { buildGraph } from "../../../graph/build-graph.ts"
import { releaseGraph } from "../../../graph/release-graph.ts"
import { aceEvaluator } from "../evaluate.ts"
import { createAceEvaluator } from "./ace-evaluator.ts"
import { blank, liquid, model, random } from "./fixtures/liquid.ts"

const elements = [13, 29]
const one = model(elements, [5, 5, 4, 4], 1)
const last = one.centres[1]
const theta = random(last.first + last.functions.offsets.length - 1, 8).map((value) => 0.05 * value)
const densityOf = Uint8Array.from(theta, (_, k) => k % 3)

/** E = ρ₁ + 0.7 ρ₂³ + species × tanh(ρ₁ ρ₃), and its slopes. */
function energyOf(species: number, [a, b, c]: readonly number[]): { energy: number; slopes: readonly number[] } {
  const t = species * Math.tanh(a * c)
  const slope = species - t * Math.tanh(a * c)
  return { energy: a + 0.7 * b ** 3 + t, slopes: [1 + slope * c, 2.1 * b * b, slope * a] }
}

/** Energies of the atoms from densities that the plain sums give. */
function energies(structure: Structure): Float64Array {
  const graph = buildGraph([structure], elements, 5)
  const densities = [0, 1, 2].map((p) => {
    const out = blank(graph)
    const own = theta.map((value, k) => (densityOf[k] === p ? value : 0))
    aceEvaluator(one)(graph, own, out)
    return out.energies
  })
  const found = Float64Array.from(
    graph.species,
    (species, i) =>
      energyOf(
        species,
        densities.map((rho) => rho[i]),
      ).energy,
  )
  releaseGraph(graph)
  return found
}

it("carries energies that are functions of several densities to forces and virial", () => {
  const structure = liquid(7, [29, 13], 6)
  const graph = buildGraph([structure], elements, 5)
  const out = blank(graph)
  const evaluator = createAceEvaluator(one, {
    densities: 3,
    densityOf,
    evaluate(species, count, densities, energies, slopes) {
      for (let a = 0; a < count; a++) {
        const found = energyOf(
          species,
          [0, 1, 2].map((p) => densities[4 * p + a]),
        )
        energies[a] = found.energy
        found.slopes.forEach((slope, p) => (slopes[4 * p + a] = slope))
      }
    },
  })
  evaluator.evaluate(graph, theta, out)
  const expected = energies(structure)
  out.energies.forEach((energy, i) => expect(Math.abs(energy - expected[i])).toBeLessThan(1e-12 * Math.max(1, Math.abs(expected[i]))))

  const total = (moved: Structure): number => energies(moved).reduce((sum, energy) => sum + energy, 0)
  const step = 1e-4
  /** Five points, exact to the fourth power of the step. */
  const slope = (move: (h: number) => Structure): number =>
    (8 * (total(move(step)) - total(move(-step))) - (total(move(2 * step)) - total(move(-2 * step)))) / (12 * step)
  const scale = out.forces.reduce((most, force) => Math.max(most, Math.abs(force)), 0)
  for (const k of [0, 4, 11, 20]) {
    const moved = slope((h) => ({ ...structure, positions: structure.positions.map((x, at) => (at === k ? x + h : x)) }))
    expect(Math.abs(out.forces[k] + moved)).toBeLessThan(1e-8 * scale)
  }
  const stretch = (values: Float64Array, h: number): Float64Array => values.map((x, at) => (at % 3 === 1 ? x * (1 + h) : x))
  const stretched = slope((h) => ({ ...structure, positions: stretch(structure.positions, h), cell: stretch(structure.cell!, h) }))
  expect(Math.abs(out.virials[1] + stretched)).toBeLessThan(1e-8 * Math.abs(stretched))
  expect(() => evaluator.jacobian(graph, 0, { energy: theta, forces: theta, virial: theta, stride: 1, column: 0 })).toThrow(
    "constant derivatives",
  )
  releaseGraph(graph)
})

it("refuses a graph with too short a cutoff", () => {
  const graph = buildGraph([liquid(3, [29], 1)], elements, 3)
  expect(() => createAceEvaluator(one).evaluate(graph, theta, blank(graph))).toThrow("too short")
  releaseGraph(graph)
})
