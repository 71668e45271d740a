import { buildGraph } from "../../graph/build-graph.ts"
import type { Graph } from "../../graph/graph.ts"
import { releasePairSegments } from "../../graph/pair-segments.ts"
import { releaseGraph } from "../../graph/release-graph.ts"
import { kernels } from "../../kernels/kernels.ts"
import { demandSame } from "./check-invariance.ts"
import { predict } from "./prediction.ts"
import type { Subject } from "./subject.ts"

/** What a potential that says `byCentre` adds for the parts of a graph is what it adds for the whole. */
export function checkParts({ potential, theta, structure, name }: Subject): void {
  if (!potential.byCentre) return
  const [whole] = predict(potential, [structure], theta)
  const lonely = potential.elements.map((number) => lonelyEnergy({ potential, theta }, number))
  const graph = buildGraph([structure], potential.elements, potential.cutoff)
  const atoms = structure.numbers.length
  const energies = new Float64Array(atoms)
  const forces = new Float64Array(3 * atoms)
  const virial = new Float64Array(6)
  const ends = [0, Math.floor(atoms / 3), Math.ceil(atoms / 2), atoms]
  for (let p = 0; p + 1 < ends.length; p++) {
    const part = partOf(graph, ends[p], ends[p + 1])
    const found = { energies: new Float64Array(atoms), forces, virials: virial }
    potential.evaluate(part, theta, found)
    found.energies.forEach((energy, i) => {
      energies[i] += i >= ends[p] && i < ends[p + 1] ? energy : energy - lonely[graph.species[i]]
    })
    releasePairSegments(part)
    const { neighbours, origins, reverse, vectors, distances, centres } = part
    kernels().heap.free(neighbours, origins, reverse, vectors, distances, centres)
  }
  releaseGraph(graph)
  const energy = energies.reduce((sum, value) => sum + value, 0)
  demandSame("parts of a graph add up to the whole", { energy, energies, forces, virial }, whole, name)
}

function lonelyEnergy({ potential, theta }: Pick<Subject, "potential" | "theta">, number: number): number {
  const atom = { numbers: Int32Array.of(number), positions: new Float64Array(3), cell: null, pbc: [false, false, false] as const }
  return predict(potential, [atom], theta)[0].energy
}

/** The edges of the centres from `first` up to `last`. */
function partOf(graph: Graph, first: number, last: number): Graph {
  const { heap } = kernels()
  const [from, to] = [graph.centres[first], graph.centres[last]]
  const centres = heap.i32(graph.centres.length)
  centres.forEach((_, i) => (centres[i] = Math.min(Math.max(graph.centres[i], from), to) - from))
  const own = (array: Int32Array): Int32Array => {
    const kept = heap.i32(to - from)
    kept.set(array.subarray(from, to))
    return kept
  }
  const vectors = heap.f64(3 * (to - from))
  vectors.set(graph.vectors.subarray(3 * from, 3 * to))
  const distances = heap.f64(to - from)
  distances.set(graph.distances.subarray(from, to))
  const reverse = own(graph.reverse)
  reverse.forEach((back, edge) => (reverse[edge] = edge + from < back ? 0x7fffffff : -1))
  return { ...graph, centres, neighbours: own(graph.neighbours), origins: own(graph.origins), reverse, vectors, distances }
}
