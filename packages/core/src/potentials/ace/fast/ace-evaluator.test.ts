import { describe, expect, it } from "vitest"
import { buildGraph } from "../../../graph/build-graph.ts"
import type { Graph } from "../../../graph/graph.ts"
import { releaseGraph } from "../../../graph/release-graph.ts"
import { aceEvaluator } from "../evaluate.ts"
import { aceJacobian } from "../jacobian.ts"
import { kernels } from "../../../kernels/kernels.ts"
import type { JacobianBlock } from "../../potential.ts"
import type { AceModel, AceRadial } from "../model.ts"
import { createAceEvaluator } from "./ace-evaluator.ts"
import { blank, liquid, model, random } from "./fixtures/liquid.ts"

/** Cubic pieces through values and slopes 0.4 Å apart, from 1.8 Å on; closer, the functions themselves. */
function cubics(radial: AceRadial): AceRadial {
  const { cutoff, count, evaluate } = radial
  const intervals = Math.ceil(cutoff / 0.4)
  const perStep = intervals / cutoff
  const first = Math.round(1.8 * perStep)
  const coefficients = new Float64Array((intervals - first) * 4 * count)
  const [f, df] = [new Float64Array(2 * count), new Float64Array(2 * count)]
  for (let m = first; m < intervals; m++) {
    evaluate(m / perStep, f, df, 0)
    evaluate((m + 1) / perStep, f, df, count)
    for (let c = 0; c < count; c++) {
      const [from, to] = [df[c] / perStep, df[count + c] / perStep]
      const rise = f[count + c] - f[c]
      const powers = [to + from - 2 * rise, 3 * rise - to - 2 * from, from, f[c]]
      powers.forEach((power, d) => (coefficients[((m - first) * 4 + d) * count + c] = power))
    }
  }
  return {
    cutoff,
    count,
    table: { perStep, first, degree: 3, coefficients },
    evaluate(distance, values, slopes, at) {
      const x = distance * perStep
      const m = Math.floor(x)
      if (m < first || m >= intervals) {
        evaluate(distance, values, slopes, at)
        return
      }
      for (let c = 0; c < count; c++) {
        const [a, b, d, e] = [0, 1, 2, 3].map((k) => coefficients[((m - first) * 4 + k) * count + c])
        const p = x - m
        values[at + c] = ((a * p + b) * p + d) * p + e
        slopes[at + c] = ((3 * a * p + 2 * b) * p + d) * perStep
      }
    },
  }
}

/** A block whose other columns, and what stands in it before, must stay. */
function blankBlock(atoms: number, stride: number, column: number, make: (length: number) => Float64Array): JacobianBlock {
  return { energy: make(stride).fill(1), forces: make(3 * atoms * stride).fill(2), virial: make(6 * stride).fill(3), stride, column }
}

function distance(found: Float64Array, expected: Float64Array): number {
  const size = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  return found.reduce((most, value, k) => Math.max(most, Math.abs(value - expected[k])), 0) / size
}

function agreement(graph: Graph, of: AceModel, reference: AceModel, theta: Float64Array): number {
  const [found, expected] = [blank(graph), blank(graph)]
  createAceEvaluator(of).evaluate(graph, theta, found)
  aceEvaluator(reference)(graph, theta, expected)
  return Math.max(
    distance(found.energies, expected.energies),
    distance(found.forces, expected.forces),
    distance(found.virials, expected.virials),
  )
}

describe("the compiled evaluator", () => {
  const bases: [string, readonly number[], readonly number[], number][] = [
    ["pairs only", [29], [7], 1],
    ["three bodies", [29], [3, 9], 1],
    ["five bodies", [29], [8, 8, 7, 7], 1],
    ["six bodies", [29], [5, 5, 5, 6, 7], 1],
    ["two elements", [29, 13], [6, 6, 6, 5], 0.7],
  ]
  for (const [name, elements, degrees, lWeight] of bases) {
    it(`gives energies, forces and virials of the plain sums: ${name}`, () => {
      const one = model(elements, degrees, lWeight)
      const functions = one.centres.reduce((sum, { functions }) => sum + functions.offsets.length - 1, 0)
      // Species of the graph in another order, one of them unknown to the model.
      const graph = buildGraph([liquid(7, [29, 13], 1), liquid(8, [13, 29, 29], 2)], [13, 29], 5)
      expect(agreement(graph, one, one, random(functions, 3))).toBeLessThan(1e-12)
      const own: AceModel = { ...one, radials: one.radials.map(({ cutoff, count, evaluate }) => ({ cutoff, count, evaluate })) }
      expect(agreement(graph, own, one, random(functions, 4))).toBeLessThan(1e-12)
      const table: AceModel = { ...one, radials: one.radials.map(cubics) }
      expect(agreement(graph, table, table, random(functions, 5))).toBeLessThan(1e-12)
      releaseGraph(graph)
    })

    it(`gives the design rows of the plain sums: ${name}`, () => {
      const one = model(elements, degrees, lWeight)
      const width = one.centres.reduce((sum, { functions }) => sum + functions.offsets.length - 1, 0)
      const graph = buildGraph([liquid(7, [29, 13], 1), liquid(1, [29], 5), liquid(5, [13, 29], 2)], [13, 29], 5)
      const [plain, compiled] = [aceJacobian(one), createAceEvaluator(one)]
      for (let s = 0; s < 3; s++) {
        const atoms = graph.structures[s + 1] - graph.structures[s]
        const expected = blankBlock(atoms, width + 3, 2, (length) => new Float64Array(length))
        plain(graph, s, expected)
        kernels().heap.scope(() => {
          // In memory of the caller's and in that of the kernels.
          for (const make of [(length: number) => new Float64Array(length), (length: number) => kernels().heap.f64(length)]) {
            const found = blankBlock(atoms, width + 3, 2, make)
            compiled.jacobian(graph, s, found)
            expect(distance(found.energy, expected.energy)).toBeLessThan(1e-12)
            expect(distance(found.forces, expected.forces)).toBeLessThan(1e-12)
            expect(distance(found.virial, expected.virial)).toBeLessThan(1e-12)
          }
        })
      }
      releaseGraph(graph)
    })
  }

  it("leaves an atom without neighbours alone, and gives all kernel memory back", () => {
    const one = model([29], [4, 4, 4], 1)
    const [count, compiled] = [one.centres[0].functions.offsets.length - 1, createAceEvaluator(one)]
    const alone = { ...liquid(1, [29], 1), pbc: [false, false, false] as const }
    const graph = buildGraph([alone, liquid(6, [29], 2)], [29], 5)
    const block = blankBlock(1, count, 0, (length) => new Float64Array(length))
    const use = (): number => {
      const out = blank(graph)
      compiled.evaluate(graph, random(count, 7), out)
      compiled.jacobian(graph, 0, block)
      expect([out.energies[0], ...out.forces.subarray(0, 3), ...out.virials.subarray(0, 6)].every((value) => value === 0)).toBe(true)
      expect(out.energies[1]).not.toBe(0)
      return kernels().memory.memory.buffer.byteLength
    }
    const before = use()
    for (let k = 0; k < 300; k++) expect(use()).toBe(before)
    expect(new Set(block.forces)).toEqual(new Set([2]))
    releaseGraph(graph)
  })
})
