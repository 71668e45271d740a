import { describe, expect, it } from "vitest"
import { buildGraph } from "../../../graph/build-graph.ts"
import { releaseGraph } from "../../../graph/release-graph.ts"
import { matchZbl } from "../core/match-zbl.ts"
import { aceEvaluator } from "../evaluate.ts"
import { aceJacobian } from "../jacobian.ts"
import type { AceModel } from "../model.ts"
import { createAceEvaluator } from "./ace-evaluator.ts"
import { blank, liquid, model, random } from "./fixtures/liquid.ts"

const elements = [13, 29]
const bare = model(elements, [5, 5, 4, 4], 1)
const pairs = elements.flatMap((a) => elements.map((b) => matchZbl(a, b, 1.9, 4)))
const theta = random(bare.centres[1].first + bare.centres[1].functions.offsets.length - 1, 8).map((value) => 0.05 * value)

/** Energies of the core alone, by the plain sums. */
function coreEnergies(): Float64Array {
  const graph = buildGraph([liquid(8, [29, 13], 6)], elements, 5)
  const out = blank(graph)
  aceEvaluator({ ...bare, core: { pairs, fades: elements.map(() => [1e5, 2e5] as const) } })(
    graph,
    theta.map(() => 0),
    out,
  )
  releaseGraph(graph)
  return out.energies
}

describe("compiled cores", () => {
  const energies = coreEnergies()
  const [least, most] = [Math.min(...energies), Math.max(...energies)]
  it.each([
    ["above all fades", 0.2 * least, 0.5 * least],
    ["within fades", 0.5 * least, 1.5 * most],
    ["at the ends of fades", 0.9 * least + 0.1 * most, 0.2 * least + 0.8 * most],
    ["below all fades", 1.1 * most, 2 * most],
  ])("give what the plain sums give: energies %s", (_, from, to) => {
    const one: AceModel = {
      ...bare,
      core: {
        pairs,
        fades: [
          [from, to],
          [from, 1.01 * to],
        ],
      },
    }
    const graph = buildGraph([liquid(8, [29, 13], 6)], elements, 5)
    const [found, expected] = [blank(graph), blank(graph)]
    createAceEvaluator(one).evaluate(graph, theta, found)
    aceEvaluator(one)(graph, theta, expected)
    for (const key of ["energies", "forces", "virials"] as const) {
      const size = expected[key].reduce((largest, value) => Math.max(largest, Math.abs(value)), 0)
      found[key].forEach((value, k) => expect(Math.abs(value - expected[key][k])).toBeLessThan(1e-12 * size))
    }
    const width = theta.length + 2
    const [rows, plain] = [0, 1].map(() => ({
      energy: new Float64Array(width),
      forces: new Float64Array(24 * width),
      virial: new Float64Array(6 * width),
      stride: width,
      column: 1,
    }))
    createAceEvaluator(one).jacobian(graph, 0, rows)
    aceJacobian(one)(graph, 0, plain)
    for (const key of ["energy", "forces", "virial"] as const) {
      const size = plain[key].reduce((largest, value) => Math.max(largest, Math.abs(value)), 1)
      rows[key].forEach((value, k) => expect(Math.abs(value - plain[key][k])).toBeLessThan(1e-12 * size))
    }
    releaseGraph(graph)
  })
})
