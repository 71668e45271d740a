import { describe, expect, it } from "vitest"
import { buildGraph } from "../../graph/build-graph.ts"
import type { Graph } from "../../graph/graph.ts"
import { releaseGraph } from "../../graph/release-graph.ts"
import { kernels } from "../../kernels/kernels.ts"
import { randomNumbers } from "../../testing/potential/random-structure.ts"
import type { Evaluation, JacobianBlock } from "../potential.ts"
import { evaluateBondOrder } from "./bond-order/evaluate.ts"
import { jacobianBondOrder } from "./bond-order/jacobian.ts"
import type { BondOrderModel } from "./bond-order/model.ts"
import { plainEvaluateBondOrder } from "./bond-order/plain-evaluate.ts"
import { plainJacobianBondOrder } from "./bond-order/plain-jacobian.ts"
import { evaluateEmbedded } from "./embedded/evaluate.ts"
import { jacobianEmbedded } from "./embedded/jacobian.ts"
import type { EmbeddedModel } from "./embedded/model.ts"
import { plainEvaluateEmbedded } from "./embedded/plain-evaluate.ts"
import { plainJacobianEmbedded } from "./embedded/plain-jacobian.ts"
import { functionSet } from "./function-set.ts"

const parameters = 14
const theta = Float64Array.from({ length: parameters }, (_, k) => 0.6 + 0.13 * k + 0.3 * Math.sin(3 * k))
const set = functionSet()
const decay = (a: number, b: number): number => set.add("a*exp(-b*x)", { a, b })
const turn = (a: number, b: number): number => set.add("a*(x + b)^2 + 0.2", { a, b })
const [short, long, mixed] = [decay(0, 1), decay(2, 3), set.add("a/x^2", { a: 1 })]
const [flat, steep, swapped] = [turn(4, 5), turn(6, 0), set.add("1 + cos(a*x)", { a: 7 })]
const [root, square] = [set.add("a*log(1 + b*x)", { a: 8, b: 9 }), set.add("a*x^2", { a: 10 })]
const lean = set.add("exp(a*x/10)", { a: 11 })
const constant = set.add("1", {})
const { functions } = set
/** Triplets whose two orders are the same function, and others. */
const triplets = Int32Array.of(flat, steep, steep, flat, swapped, flat, steep, swapped)
const pairs = Int32Array.of(short, mixed, mixed, long)
const reach = Float64Array.of(3.1, 2.7, 2.9, 3.3)
const common = { elements: 2, parameters, functions, reach }
const angular = { radial: Int32Array.of(long, mixed, short, mixed), angle: triplets }

const embedded: Readonly<Record<string, EmbeddedModel>> = {
  "densities alone": { ...common, density: pairs, share: 0.5, energy: 1 },
  "angles alone": { ...common, angular, energy: 0.7 },
  "one element": {
    ...{ elements: 1, parameters, functions, reach: Float64Array.of(3), density: Int32Array.of(short), energy: 1 },
    angular: { radial: Int32Array.of(long), angle: Int32Array.of(steep) },
  },
  "densities and angles in functions": { ...common, density: pairs, share: 1.3, angular, energy: Int32Array.of(root, square) },
}
const bonds = {
  ...{ elements: 2, parameters, functions },
  ...{ repulsion: Int32Array.of(long, short, mixed, long), attraction: Int32Array.of(short, long, long, mixed) },
  ...{ order: Int32Array.of(root, square, root, root), asymmetry: new Int32Array(8).fill(lean), angle: triplets },
  bondReach: () => reach,
}
const bondOrder: Readonly<Record<string, BondOrderModel>> = {
  "screens of bonds": {
    ...bonds,
    screen: Int32Array.of(short, long, short, long, mixed, short, mixed, short),
    angleReach: () => Float64Array.of(3.1, 2.7, 3.1, 2.7, 2.9, 3.3, 2.9, 3.3),
  },
  "screens and ends of triplets": {
    ...bonds,
    asymmetry: Int32Array.of(lean, constant, lean, lean, constant, lean, constant, constant),
    screen: Int32Array.of(short, long, mixed, long, mixed, short, mixed, long),
    angleReach: () => Float64Array.of(3.4, 2.2, 2.8, 3, 2.1, 3.3, 2.5, 2.4),
  },
}

const spacing = 2.4

/** Shaken lattices of elements of the potential and of one that it does not know: one of several batches, one with a single atom. */
function structures(): Graph {
  const random = randomNumbers(5)
  const made = [5, 1, 3].map((n) => {
    const side = spacing * n
    return {
      numbers: Int32Array.from({ length: n ** 3 }, () => [14, 6, 14, 8, 6][Math.floor(5 * random())]),
      positions: Float64Array.from({ length: 3 * n ** 3 }, (_, k) => {
        const site = Math.floor(k / 3)
        return spacing * ([Math.floor(site / n ** 2), Math.floor(site / n) % n, site % n][k % 3] + 0.3 * random())
      }),
      cell: Float64Array.of(side, 0.3, 0, 0, side, 0.2, 0.1, 0, side),
      pbc: [true, n > 3, true] as const,
    }
  })
  return buildGraph(made, [6, 14, 8], 3.5)
}

type Evaluate<Model> = (model: Model, species: readonly number[], graph: Graph, theta: Float64Array, out: Evaluation) => void
type Differentiate<Model> = (
  model: Model,
  species: readonly number[],
  graph: Graph,
  s: number,
  theta: Float64Array,
  block: JacobianBlock,
) => void

function expectClose(found: ArrayLike<number>, expected: ArrayLike<number>): void {
  const size = Math.max(...Array.from(expected, Math.abs))
  expect(size).toBeGreaterThan(0)
  for (let k = 0; k < expected.length; k++) expect(Math.abs(found[k] - expected[k]) / size).toBeLessThan(1e-13)
}

function checkTwins<Model>(
  model: Model,
  elements: number,
  [evaluate, plainEvaluate]: readonly Evaluate<Model>[],
  [differentiate, plainDifferentiate]: readonly Differentiate<Model>[],
): void {
  const species = elements === 1 ? [0, -1, -1] : [1, 0, -1]
  const graph = structures()
  const atoms = graph.species.length
  const run = (work: Evaluate<Model>): Evaluation => {
    // What is there already stays.
    const out = { energies: new Float64Array(atoms).fill(0.1), forces: new Float64Array(3 * atoms), virials: new Float64Array(18) }
    work(model, species, graph, theta, out)
    return out
  }
  const [found, expected] = [run(evaluate), run(plainEvaluate)]
  expectClose(found.energies, expected.energies)
  expectClose(found.forces, expected.forces)
  expectClose(found.virials, expected.virials)
  const stride = parameters + 3
  const differentiated = (work: Differentiate<Model>, room: (length: number) => Float64Array): Float64Array => {
    const [energy, forces, virial] = [1, 375, 6].map((rows) => room(rows * stride))
    work(model, species, graph, 0, theta, { energy, forces, virial, stride, column: 2 })
    return Float64Array.of(...energy, ...forces, ...virial)
  }
  const { heap } = kernels()
  const reference = differentiated(plainDifferentiate, (length) => new Float64Array(length))
  const expectSame = (rows: Float64Array): void => {
    for (let k = 0; k < stride; k++) {
      const [column, there] = [rows, reference].map((all) => all.filter((_, at) => at % stride === k))
      if (there.some((value) => value !== 0)) expectClose(column, there)
      else expect(column.every((value) => value === 0)).toBe(true)
    }
  }
  heap.scope(() => expectSame(differentiated(differentiate, (length) => heap.f64(length))))
  expectSame(differentiated(differentiate, (length) => new Float64Array(length)))
  releaseGraph(graph)
}

describe("kernels and plain loops agree", () => {
  it.for(Object.entries(embedded))("embedded: %s", ([, model]) => {
    checkTwins(model, model.elements, [evaluateEmbedded, plainEvaluateEmbedded], [jacobianEmbedded, plainJacobianEmbedded])
  })

  it.for(Object.entries(bondOrder))("bond order: %s", ([, model]) => {
    checkTwins(model, model.elements, [evaluateBondOrder, plainEvaluateBondOrder], [jacobianBondOrder, plainJacobianBondOrder])
  })
})
