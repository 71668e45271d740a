import {
  buildAceBasis,
  buildGraph,
  createAceEvaluator,
  kernels,
  orthonormalRadial,
  plainAceEvaluator,
  plainAceJacobian,
  releaseGraph,
  type AceModel,
  type Graph,
} from "@luthier/core"
import { shakenBodyCentred } from "./crystal.ts"
import { median, timed } from "./measure.ts"

/** Cost of one cluster expansion on one core, beside that of the same sums in plain TypeScript. */
export interface ExpansionCost {
  readonly name: string
  /** Microseconds of an atom. */
  readonly ours: number
  readonly plain: number
  /** [µs] */
  readonly target: number | null
}

const cutoff = 5.5
const atomsOfMlearn = 10_087

/** Molybdenum with products of up to four sums, about 130 and about 1000 functions, and 54 neighbours an atom. */
export function measureClusterExpansions(rounds: number): ExpansionCost[] {
  const sizes = [
    { degrees: [12, 11, 10, 8], lWeight: 1.5, target: 12 },
    { degrees: [20, 18, 16, 13], lWeight: 1.5, target: null },
  ]
  return sizes.flatMap(({ degrees, lWeight, target }) => {
    const { model, functions } = buildAceBasis([42], { degrees, lWeight }, (_a, _b, count) =>
      orthonormalRadial({ count, cutoff, softening: 1.7, neighbour: 2.73, transform: 2, envelope: 3 }),
    )
    return [evaluation(model, functions.length, rounds, target), assembly(model, functions.length, rounds)]
  })
}

/** Energies, forces and virial of 2,000 atoms. */
function evaluation(model: AceModel, functions: number, rounds: number, target: number | null): ExpansionCost {
  const graph = molybdenum(10)
  const atoms = graph.species.length
  const out = { energies: new Float64Array(atoms), forces: new Float64Array(3 * atoms), virials: new Float64Array(6) }
  const theta = Float64Array.from({ length: functions }, (_, k) => Math.cos(k) / (1 + k))
  const [compiled, plain] = [createAceEvaluator(model), plainAceEvaluator(model)]
  const costs = interleaved(
    rounds,
    atoms,
    () => compiled.evaluate(graph, theta, out),
    () => plain(graph, theta, out),
  )
  releaseGraph(graph)
  return { name: `ACE, ${functions} functions: energy, forces, virial of ${atoms} atoms`, ...costs, target }
}

/** Design rows of energy, forces and virial of a structure as large as most of mlearn's molybdenum. */
function assembly(model: AceModel, functions: number, rounds: number): ExpansionCost {
  const graph = molybdenum(3)
  const atoms = graph.species.length
  const { heap } = kernels()
  return heap.scope(() => {
    const [energy, forces, virial] = [1, 3 * atoms, 6].map((rows) => heap.f64(rows * functions))
    const block = { energy, forces, virial, stride: functions, column: 0 }
    const [compiled, plain] = [createAceEvaluator(model), plainAceJacobian(model)]
    const costs = interleaved(
      rounds,
      atoms,
      () => compiled.jacobian(graph, 0, block),
      () => plain(graph, 0, block),
    )
    releaseGraph(graph)
    const seconds = ((costs.ours * atomsOfMlearn) / 1e6).toFixed(1)
    return { name: `ACE, ${functions} functions: design rows (${seconds} s for ${atomsOfMlearn} atoms)`, ...costs, target: null }
  })
}

function molybdenum(n: number): Graph {
  return buildGraph([shakenBodyCentred({ n, lattice: 3.168, shake: 0.1, number: 42, seed: 13 })], [42], cutoff)
}

/** Median cost of an atom, in turns; the first calls, in code that the engine has not worked on yet, do not count. */
export function interleaved(rounds: number, atoms: number, ours: () => void, plain: () => void): { ours: number; plain: number } {
  timed(ours, 200)
  const [fast, slow]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds; round++) {
    fast.push((1000 * timed(ours, 200)) / atoms)
    slow.push((1000 * timed(plain, 0)) / atoms)
  }
  return { ours: median(fast), plain: median(slow) }
}
