import type { Graph } from "../../graph/graph.ts"
import { kernels } from "../../kernels/kernels.ts"
import type { Evaluation } from "../potential.ts"
import type { MeamFunctions } from "./functions.ts"
import { SLOPES } from "./surroundings/moments.ts"
import { piecesOf, type Pieces } from "./surroundings/pieces.ts"
import { addGradient, scatterScreening, type GradientSink } from "./surroundings/scatter.ts"

/** Adds energies, forces and virials of a graph. @param species the potential's number of each element of the graph, −1 for one it does not know */
export function evaluateMeam(functions: MeamFunctions, graph: Graph, species: readonly number[], out: Evaluation): void {
  for (let s = 0; s < graph.structures.length - 1; s++) {
    kernels().heap.scope(() => {
      const pieces = piecesOf(functions, graph, s, species)
      for (let k = 0; k < pieces.atoms; k++) out.energies[pieces.firstAtom + k] += pieces.energies[k]
      const sink = { forces: out.forces, firstAtom: 0, virials: out.virials, virialAt: 6 * s }
      for (let e = 0; e < pieces.edges.length; e++) {
        out.energies[graph.origins[pieces.edges[e]]] += 0.5 * pieces.seen[e] * pieces.phi.f[e]
        addEdge(functions, graph, pieces, e, sink)
      }
      scatterScreening(graph, pieces.screening, screeningWeights(graph, pieces), undefined, sink)
    })
  }
}

/** S ∂E/∂S of each pair. */
export function screeningWeights({ reverse }: Graph, { screening: { pairs, values }, byScreening, firstEdge }: Pieces): Float64Array {
  return Float64Array.from(pairs, (edge) => {
    const place = edge - firstEdge
    return values[place] * (byScreening[place] + byScreening[reverse[edge] - firstEdge])
  })
}

/** Adds what a neighbour does by its place, at given screening. */
function addEdge({ model }: MeamFunctions, graph: Graph, pieces: Pieces, e: number, sink: GradientSink): void {
  const { densities, slopes, directions, distances, phi } = pieces
  const { beta, nearest } = model.elements[pieces.species[e]]
  const edge = pieces.edges[e]
  const q = SLOPES * e
  let along = 0.5 * phi.df[e]
  for (let l = 0; l < 4; l++) along -= (beta[l] / nearest) * densities[4 * e + l] * slopes[q + l]
  const S = pieces.seen[e]
  const perLength = S / distances[e]
  const p1 = perLength * densities[4 * e + 1]
  const p2 = perLength * densities[4 * e + 2]
  const p3 = perLength * densities[4 * e + 3]
  const gx = S * along * directions[3 * e] + p1 * slopes[q + 4] + p2 * slopes[q + 7] + p3 * slopes[q + 10]
  const gy = S * along * directions[3 * e + 1] + p1 * slopes[q + 5] + p2 * slopes[q + 8] + p3 * slopes[q + 11]
  const gz = S * along * directions[3 * e + 2] + p1 * slopes[q + 6] + p2 * slopes[q + 9] + p3 * slopes[q + 12]
  const { origins, neighbours, vectors } = graph
  addGradient(sink, origins[edge], neighbours[edge], vectors[3 * edge], vectors[3 * edge + 1], vectors[3 * edge + 2], gx, gy, gz)
}
