import type { Graph } from "../../../graph/graph.ts"
import { speciesPair } from "../../../graph/pair-segments.ts"
import { kernels } from "../../../kernels/kernels.ts"
import { valuesAt, type PointValues } from "../../many-body/points.ts"
import type { MeamFunctions } from "../functions.ts"
import { addNeighbour, MOMENTS, neighbourSlopes, SLOPES } from "./moments.ts"
import { screeningOf, type Screening } from "./screening.ts"

/** What the energy of a structure is made of. Edges are those that anything is seen along, unless said otherwise. */
export interface Pieces {
  readonly firstAtom: number
  readonly atoms: number
  /** The structure's first edge in the graph. */
  readonly firstEdge: number
  readonly screening: Screening
  /** Edges of the graph, `[n]`. */
  readonly edges: Int32Array
  /** The potential's number of the neighbour. */
  readonly species: Uint8Array
  /** Pair of elements of each edge. */
  readonly which: Int32Array
  /** [Å], in kernel memory. */
  readonly distances: Float64Array
  /** Unit vectors to the neighbours, `[3n]`. */
  readonly directions: Float64Array
  /** S, `[n]`. */
  readonly seen: Float64Array
  readonly phi: PointValues
  /** Densities f⁽⁰⁾ … f⁽³⁾ without S and, in the second way of averaging, without their weights, `[4n]`. */
  readonly bare: Float64Array
  /** Densities without S, `[4n]`. */
  readonly densities: Float64Array
  /** Embedding energies of the atoms [eV]. */
  readonly energies: Float64Array
  /** `[MOMENTS × atoms]` */
  readonly moments: Float64Array
  /** Of the embedding energies by the moments. */
  readonly gradients: Float64Array
  /** See `neighbourSlopes`, `[SLOPES × n]`. */
  readonly slopes: Float64Array
  /** ∂E/∂S of every edge of the structure. */
  readonly byScreening: Float64Array
}

/** The pieces of structure s; inside a scope of the heap. @param species as in `screeningOf` */
export function piecesOf({ model, pairs, atoms }: MeamFunctions, graph: Graph, s: number, species: readonly number[]): Pieces {
  const { heap } = kernels()
  const { centres, origins, neighbours, distances, vectors } = graph
  const [firstAtom, lastAtom] = [graph.structures[s], graph.structures[s + 1]]
  const [first, last] = [centres[firstAtom], centres[lastAtom]]
  const screening = screeningOf(model, graph, s, species)
  const n = 2 * screening.pairs.length
  const edges = new Int32Array(n)
  const seen = new Float64Array(n)
  const pieces: Pieces = {
    ...{ firstAtom, atoms: lastAtom - firstAtom, firstEdge: first, screening, edges, seen },
    species: new Uint8Array(n),
    which: new Int32Array(n),
    distances: heap.f64(n, "anything"),
    directions: new Float64Array(3 * n),
    phi: { f: nothing, df: nothing },
    bare: new Float64Array(4 * n),
    densities: new Float64Array(4 * n),
    energies: new Float64Array(lastAtom - firstAtom),
    moments: new Float64Array(MOMENTS * (lastAtom - firstAtom)),
    gradients: new Float64Array(MOMENTS * (lastAtom - firstAtom)),
    slopes: new Float64Array(SLOPES * n),
    byScreening: new Float64Array(last - first),
  }
  for (let edge = first, e = 0; edge < last; edge++) {
    if (screening.values[edge - first] > 0) edges[e++] = edge
  }
  const f = new Float64Array(4)
  for (let e = 0; e < n; e++) {
    const edge = edges[e]
    const r = distances[edge]
    const b = species[graph.species[neighbours[edge]]]
    pieces.species[e] = b
    pieces.which[e] = speciesPair(species[graph.species[origins[edge]]], b, model.elements.length)
    pieces.distances[e] = r
    seen[e] = screening.values[edge - first]
    for (let c = 0; c < 3; c++) pieces.directions[3 * e + c] = vectors[3 * edge + c] / r
    const { density, beta, nearest, weights } = model.elements[b]
    const stretch = r / nearest - 1
    for (let l = 0; l < 4; l++) {
      const bare = density * Math.exp(-beta[l] * stretch)
      // In this way of averaging the weights go with the densities.
      const whole = l > 0 && model.options.averaging === 1 ? bare * weights[l - 1] : bare
      pieces.bare[4 * e + l] = bare
      pieces.densities[4 * e + l] = whole
      f[l] = seen[e] * whole
    }
    addNeighbour(pieces.moments, MOMENTS * (origins[edge] - firstAtom), f, weights, pieces.directions, 3 * e)
  }
  for (let k = 0; k < pieces.atoms; k++) {
    const a = species[graph.species[firstAtom + k]]
    if (a >= 0) pieces.energies[k] = atoms[a].evaluate(pieces.moments, MOMENTS * k, pieces.gradients)
  }
  const phi = valuesAt(pairs, pieces.which, n, pieces.distances, nothing)
  for (let e = 0; e < n; e++) {
    const at = MOMENTS * (origins[edges[e]] - firstAtom)
    neighbourSlopes(pieces.gradients, at, model.elements[pieces.species[e]].weights, pieces.directions, 3 * e, pieces.slopes, SLOPES * e)
    let slope = 0.5 * phi.f[e]
    for (let l = 0; l < 4; l++) slope += pieces.densities[4 * e + l] * pieces.slopes[SLOPES * e + l]
    pieces.byScreening[edges[e] - first] = slope
  }
  return { ...pieces, phi }
}

const nothing = new Float64Array(0)
