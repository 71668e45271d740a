import { buildGraph, createSnap, kernels, plainSnapArithmetic, releaseGraph } from "@luthier/core"
import { interleaved, type ExpansionCost } from "./cluster-expansion.ts"
import { shakenBodyCentred } from "./crystal.ts"

/** Tantalum at 2J = 6 and 8 on one core, beside the same steps in plain TypeScript. */
export function measureBispectra(rounds: number): ExpansionCost[] {
  return [6, 8].flatMap((twojmax) => [evaluation(twojmax, rounds), assembly(twojmax, rounds)])
}

/** Five cubes of body-centred tantalum along each edge: some 45 neighbours of an atom, in four shells. */
function setting(twojmax: number) {
  const spec = { kind: "snap", elements: ["Ta"], rcutfac: 5.6, twojmax }
  const [compiled, plain] = [createSnap(spec), createSnap(spec, plainSnapArithmetic)]
  const structure = shakenBodyCentred({ n: 5, lattice: 3.32, shake: 0.1, number: 73, seed: 7 })
  return { compiled, plain, graph: buildGraph([structure], [73], compiled.cutoff), atoms: structure.numbers.length }
}

function evaluation(twojmax: number, rounds: number): ExpansionCost {
  const { compiled, plain, graph, atoms } = setting(twojmax)
  const theta = Float64Array.from(compiled.parameters, (_, k) => Math.cos(k) / (1 + k))
  const out = { energies: new Float64Array(atoms), forces: new Float64Array(3 * atoms), virials: new Float64Array(6) }
  const costs = interleaved(
    rounds,
    atoms,
    () => compiled.evaluate(graph, theta, out),
    () => plain.evaluate(graph, theta, out),
  )
  const name = `SNAP, 2J = ${twojmax}, ${Math.round(graph.neighbours.length / atoms)} neighbours: energy, forces, virial`
  releaseGraph(graph)
  return { name, ...costs, target: null }
}

function assembly(twojmax: number, rounds: number): ExpansionCost {
  const { compiled, plain, graph, atoms } = setting(twojmax)
  const stride = compiled.parameters.length
  const { heap } = kernels()
  return heap.scope(() => {
    const [energy, forces, virial] = [1, 3 * atoms, 6].map((rows) => heap.f64(rows * stride))
    const block = { energy, forces, virial, stride, column: 0 }
    const theta = new Float64Array(stride)
    const costs = interleaved(
      rounds,
      atoms,
      () => compiled.jacobian(graph, 0, theta, block),
      () => plain.jacobian(graph, 0, theta, block),
    )
    releaseGraph(graph)
    return { name: `SNAP, 2J = ${twojmax}: design rows`, ...costs, target: null }
  })
}
