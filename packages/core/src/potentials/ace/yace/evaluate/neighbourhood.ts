import type { Graph } from "../../../../graph/graph.ts"
import { realHarmonics } from "../../harmonics/real-harmonics.ts"
import type { AceModel } from "../../model.ts"

/** What the sums over the neighbours of one atom need, for those within their cutoff; arrays are reused from atom to atom. */
export interface Neighbourhood {
  readonly count: number
  /** Edge of the graph of each neighbour. */
  readonly edges: Int32Array
  readonly species: Int32Array
  /** Radial functions and their slopes, `radialStride` for each neighbour. */
  readonly radials: Float64Array
  readonly radialSlopes: Float64Array
  readonly radialStride: number
  /** Harmonics, and their gradients times r, `harmonicStride` (three times that) for each neighbour. */
  readonly harmonics: Float64Array
  readonly gradients: Float64Array
  readonly harmonicStride: number
}

/**
 * Fills the neighbourhoods of a graph's atoms, one at a time.
 *
 * @param species the model's number of each element of the graph, −1 for one it does not know
 */
export function neighbourhoods(model: AceModel, species: readonly number[], graph: Graph): (centre: number) => Neighbourhood {
  const size = graph.centres.reduce((most, start, i) => Math.max(most, i === 0 ? 0 : start - graph.centres[i - 1]), 0)
  const elements = model.elements.length
  const radialStride = Math.max(0, ...model.radials.map(({ count }) => count))
  const harmonics = realHarmonics(model.maximumL)
  const found = {
    count: 0,
    edges: new Int32Array(size),
    species: new Int32Array(size),
    radials: new Float64Array(size * radialStride),
    radialSlopes: new Float64Array(size * radialStride),
    radialStride,
    harmonics: new Float64Array(size * harmonics.count),
    gradients: new Float64Array(3 * size * harmonics.count),
    harmonicStride: harmonics.count,
  }
  const values = new Float64Array(harmonics.count)
  const gradients = new Float64Array(3 * harmonics.count)
  return (centre) => {
    const own = species[graph.species[centre]]
    found.count = 0
    for (let edge = graph.centres[centre]; edge < graph.centres[centre + 1]; edge++) {
      const neighbour = species[graph.species[graph.neighbours[edge]]]
      if (neighbour < 0) continue
      const radial = model.radials[own * elements + neighbour]
      const r = graph.distances[edge]
      if (r >= radial.cutoff) continue
      const n = found.count++
      found.edges[n] = edge
      found.species[n] = neighbour
      radial.evaluate(r, found.radials, found.radialSlopes, n * radialStride)
      harmonics.evaluate(graph.vectors[3 * edge] / r, graph.vectors[3 * edge + 1] / r, graph.vectors[3 * edge + 2] / r, values, gradients)
      found.harmonics.set(values, n * harmonics.count)
      found.gradients.set(gradients, 3 * n * harmonics.count)
    }
    return found
  }
}
