import type { Configuration } from "../../atoms/structure.ts"
import { configurationGraph } from "../../graph/configuration-graph.ts"
import type { Graph } from "../../graph/graph.ts"
import { releasePairSegments } from "../../graph/pair-segments.ts"
import { releaseGraph } from "../../graph/release-graph.ts"
import { kernels } from "../../kernels/kernels.ts"
import { observationLength, predictObservations } from "../../observables/observation.ts"
import type { Chunk } from "../chunk.ts"

/** What predicts. */
export type Predictor = Pick<Chunk, "potential" | "baseline">

/** Predicted observations of copies of a configuration whose atoms have moved; `undefined`: have not. @param theta of potential and baseline */
export function predictMoved(
  predictor: Predictor,
  configuration: Configuration,
  theta: Float64Array,
  displacements: readonly (Float64Array | undefined)[],
): Float64Array[] {
  const { structure } = configuration
  const copies = displacements.map((by) =>
    by ? { ...configuration, structure: { ...structure, positions: structure.positions.map((value, c) => value + by[c]) } } : configuration,
  )
  const graph = configurationGraph(copies, predictor.potential.elements, predictor.potential.cutoff)
  try {
    return observed(predictor, configuration, theta, graph, copies.length)
  } finally {
    releaseGraph(graph)
  }
}

/** Atoms of copies that share a neighbour graph. */
const ATOMS = 1000

/**
 * Predicted observations of a configuration where one coordinate after the other has moved by `shift`, all on the pairs that it has
 * where nothing moved: a pair that crosses the cutoff is no slope.
 */
export function predictEachMoved(
  predictor: Predictor,
  configuration: Configuration,
  theta: Float64Array,
  coordinates: readonly number[],
  shift: number,
): Float64Array[] {
  const atoms = configuration.structure.numbers.length
  const copies = Math.min(coordinates.length, Math.max(1, Math.floor(ATOMS / atoms)))
  if (copies === 0) return []
  const batch = Array.from({ length: copies }, () => configuration)
  const graph = configurationGraph(batch, predictor.potential.elements, predictor.potential.cutoff)
  const [vectors, distances, positions] = [graph.vectors.slice(), graph.distances.slice(), graph.positions.slice()]
  const all: Float64Array[] = []
  try {
    for (let first = 0; first < coordinates.length; first += copies) {
      graph.vectors.set(vectors)
      graph.distances.set(distances)
      graph.positions.set(positions)
      const moved = coordinates.slice(first, first + copies)
      moved.forEach((coordinate, s) => moveAtom(graph, s * atoms + Math.floor(coordinate / 3), coordinate % 3, shift))
      // Potentials keep what they make of a graph by its identity.
      const shown = Object.freeze({ ...graph })
      all.push(...observed(predictor, configuration, theta, shown, moved.length))
      releasePairSegments(shown)
    }
  } finally {
    releaseGraph(graph)
  }
  return all
}

/** Moves an atom of a graph along an axis, with all pairs that it is in but those with its own images. */
function moveAtom({ centres, neighbours, reverse, vectors, distances, positions }: Graph, atom: number, axis: number, by: number): void {
  positions[3 * atom + axis] += by
  for (let e = centres[atom]; e < centres[atom + 1]; e++) {
    if (neighbours[e] === atom) continue
    const back = reverse[e]
    vectors[3 * e + axis] -= by
    vectors[3 * back + axis] += by
    distances[e] = Math.hypot(vectors[3 * e], vectors[3 * e + 1], vectors[3 * e + 2])
    distances[back] = distances[e]
  }
}

/** Predicted observations of the first `count` structures of a graph of copies of one configuration. */
function observed(
  { potential, baseline }: Predictor,
  configuration: Configuration,
  theta: Float64Array,
  graph: Graph,
  count: number,
): Float64Array[] {
  const { heap } = kernels()
  const own = potential.parameters.length
  const atoms = graph.species.length
  const [energies, forces, virials, values] = [atoms, 3 * atoms, 6 * graph.volumes.length, own].map((length) => heap.f64(length))
  try {
    values.set(theta.subarray(0, own))
    const evaluation = { energies, forces, virials }
    potential.evaluate(graph, values, evaluation)
    return Array.from({ length: count }, (_, s) => {
      const out = new Float64Array(observationLength(configuration.structure.numbers.length))
      predictObservations(graph, s, evaluation, configuration, baseline, theta, own, out)
      return out
    })
  } finally {
    heap.free(energies, forces, virials, values)
  }
}
