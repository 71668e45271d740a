import type { Graph } from "../../../graph/graph.ts"
import { smoothSlope, smoothStep } from "../model/lattice.ts"
import type { MeamModel } from "../model/model.ts"
import { ellipse, screeningReach, type Ellipse } from "./ellipse.ts"

/**
 * Numbers of one atom that screens a pair in part, one after the other:
 *
 * | place | number |
 * |---|---|
 * | 0 | the edge from the pair's first atom to it |
 * | 1 | where the bounds of these three elements are |
 * | 2 | x = (C − Cmin)/(Cmax − Cmin), between 0 and 1 |
 * | 3 | ∂ ln S/∂C |
 * | 4–6 | ∂C/∂r² of the pair, and from the pair's first and second atom to it |
 */
export const SCREEN = 7

/** How the pairs of a structure are screened. Edges count from the structure's first. */
export interface Screening {
  /** S of each edge, ∏_k step(place) times the switch before the cutoff; 0 for what is too far or unknown. */
  readonly values: Float64Array
  /** Pairs of which something is seen: the first of both edges of each. */
  readonly pairs: readonly number[]
  /** `S′/S` of the switch of each pair, by r. */
  readonly switches: readonly number[]
  /** The numbers of the screens of pair p: `starts[p]` to `starts[p + 1]`. */
  readonly starts: readonly number[]
  /** `[SCREEN × screens]` */
  readonly screens: readonly number[]
}

/**
 * Screening of each pair of a structure by all other atoms.
 *
 * @param species the potential's number of each element of the graph, −1 for one it does not know
 */
export function screeningOf(model: MeamModel, graph: Graph, s: number, species: readonly number[]): Screening {
  const { centres, origins, neighbours, reverse, distances, vectors } = graph
  const { cutoff, width } = model.options
  const { least, most } = model
  const count = model.elements.length
  const first = centres[graph.structures[s]]
  const last = centres[graph.structures[s + 1]]
  const values = new Float64Array(last - first)
  const pairs: number[] = []
  const switches: number[] = []
  const starts: number[] = [0]
  const screens: number[] = []
  const at: Ellipse = { value: 0, byIj: 0, byIk: 0, byJk: 0 }
  const reach = screeningReach(most)
  for (let edge = first; edge < last; edge++) {
    const r = distances[edge]
    if (r >= cutoff || reverse[edge] < edge) continue
    const a = species[graph.species[origins[edge]]]
    const b = species[graph.species[neighbours[edge]]]
    if (a < 0 || b < 0) continue
    const before = (cutoff - r) / width
    let value = smoothStep(before)
    const dx = vectors[3 * edge]
    const dy = vectors[3 * edge + 1]
    const dz = vectors[3 * edge + 2]
    const farthest = reach * r
    const begin = screens.length
    const end = centres[origins[edge] + 1]
    for (let other = centres[origins[edge]]; other < end && value > 0; other++) {
      const ik = distances[other]
      if (other === edge || ik > farthest) continue
      const x = vectors[3 * other] - dx
      const y = vectors[3 * other + 1] - dy
      const z = vectors[3 * other + 2] - dz
      if (!ellipse(r * r, ik * ik, x * x + y * y + z * z, at)) continue
      const c = species[graph.species[neighbours[other]]]
      if (c < 0) continue
      const bound = (a * count + b) * count + c
      const range = most[bound] - least[bound]
      const place = (at.value - least[bound]) / range
      if (place >= 1) continue
      const step = smoothStep(place)
      value *= step
      screens.push(other, bound, place, smoothSlope(place) / (step * range), at.byIj, at.byIk, at.byJk)
    }
    if (value > 0) {
      values[edge - first] = values[reverse[edge] - first] = value
      pairs.push(edge)
      switches.push(-smoothSlope(before) / (smoothStep(before) * width))
      starts.push(screens.length)
    } else {
      screens.length = begin
    }
  }
  return { values, pairs, switches, starts, screens }
}
